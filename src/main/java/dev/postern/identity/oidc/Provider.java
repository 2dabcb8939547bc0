package dev.postern.identity.oidc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The identity provider, as far as it is known. Nobody asks it before somebody wants to sign in, so that Postern starts while it is away; what it once
 * said of itself holds until the next start.
 */
@Component
public final class Provider implements ClientRegistrationRepository {
    private static final Logger log = LoggerFactory.getLogger(Provider.class);

    /** In the addresses that the provider is told: {@code /login/oauth2/code/oidc}. */
    public static final String ID = "oidc";

    /** Where the button on the sign-in page leads. */
    public static final String SIGN_IN = "/oauth2/authorization/" + ID;

    /** Where it tells of a logout. */
    public static final String BACK_CHANNEL = "/logout/connect/back-channel/" + ID;

    /** While it does not answer, everybody who asks within so long hears the same, and it is not asked again. */
    private static final Duration SILENT_FOR = Duration.ofSeconds(2);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {};

    private final OidcSettings settings;
    private final RestClient http;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable ClientRegistration known;
    private volatile @Nullable String endSession;
    private volatile Instant silentUntil = Instant.MIN;

    Provider(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.http = ProviderHttp.client();
        this.clock = clock;
        if (settings.enabled()) secret(); // a file that cannot be read is said at the start
    }

    /** Whether people may sign in by it. */
    public boolean enabled() {
        return settings.enabled();
    }

    /** What people call it; null where nobody gave it a name. */
    public @Nullable String label() {
        return settings.label();
    }

    /** @throws ProviderRefused when the provider does not answer, or is not who it should be */
    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!settings.enabled() || !id.equals(ID)) return null;
        var registration = known;
        return registration == null ? discover() : registration;
    }

    /** Where the provider's own session is ended; empty where it has no such place, or was never asked. */
    Optional<String> endSession() {
        return Optional.ofNullable(endSession);
    }

    private ClientRegistration discover() {
        asking.lock();
        try {
            var registration = known;
            if (registration != null) return registration;
            if (clock.instant().isBefore(silentUntil)) throw new ProviderRefused(ProviderRefused.Reason.SILENT);
            return ask();
        } catch (RestClientException | IllegalArgumentException e) {
            silentUntil = clock.instant().plus(SILENT_FOR);
            log.atWarn()
                    .addKeyValue("issuer", settings.issuer())
                    .addKeyValue("cause", NestedExceptionUtils.getMostSpecificCause(e))
                    .log("identity provider does not say what it is");
            throw new ProviderRefused(ProviderRefused.Reason.SILENT);
        } finally {
            asking.unlock();
        }
    }

    private ClientRegistration ask() {
        var issuer = Objects.requireNonNull(settings.issuer());
        var said = http.get()
                .uri(issuer.replaceAll("/$", "") + DISCOVERY)
                .retrieve()
                .body(JSON);
        if (said == null) throw new IllegalArgumentException("an empty answer");
        if (!issuer.equals(said.get("issuer"))) {
            throw new IllegalArgumentException(
                    "it calls itself " + said.get("issuer") + ", not as postern.oidc.issuer has it");
        }
        var registration = ClientRegistrations.fromOidcConfiguration(said)
                .registrationId(ID)
                .clientId(settings.clientId())
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .scope(settings.scopes())
                // what the token says is enough, and signed
                .userInfoUri(null);
        var secret = secret();
        if (secret == null) {
            registration.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        } else {
            registration.clientSecret(secret);
        }
        endSession = said.get("end_session_endpoint") instanceof String address ? address : null;
        var built = registration.build();
        known = built;
        log.atInfo().addKeyValue("issuer", issuer).log("identity provider found");
        return built;
    }

    private @Nullable String secret() {
        var file = settings.clientSecretFile();
        if (file == null) return settings.clientSecret();
        try {
            var secret = Files.readString(file).strip();
            if (secret.isEmpty())
                throw new IllegalArgumentException("postern.oidc.client-secret-file is empty: " + file);
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException("postern.oidc.client-secret-file cannot be read: " + file, e);
        }
    }
}
