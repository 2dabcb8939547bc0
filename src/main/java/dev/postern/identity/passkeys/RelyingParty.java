package dev.postern.identity.passkeys;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import org.springframework.stereotype.Component;

/**
 * Postern as whom passkeys are made for. Each has to verify who uses it, by a PIN or a finger: so it is two factors, the device and that. And each
 * can be found without a name, so that nobody types one and nobody learns who has one.
 */
@Component
class RelyingParty {
    private static final String NAME = "Postern";

    private final PasskeySettings settings;
    private final ConsoleOrigin console;
    private final PasskeyOwners owners;

    RelyingParty(PasskeySettings settings, ConsoleOrigin console, PasskeyOwners owners) {
        this.settings = settings;
        this.console = console;
        this.owners = owners;
    }

    /** Whether browsers take passkeys where this console is. Asked when it listens. */
    boolean reachable() {
        return !origins().isEmpty();
    }

    private List<String> origins() {
        if (!settings.origins().isEmpty()) return settings.origins();
        var url = console.url();
        return PasskeySettings.isSafe(url) ? List.of(withoutStandardPort(url)) : List.of();
    }

    /** As browsers write it. */
    private static String withoutStandardPort(URI url) {
        var standard = "https".equals(url.getScheme()) ? 443 : 80;
        var port = url.getPort() == standard || url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port;
    }

    /** @param kept what becomes of a passkey that was believed */
    WebAuthnRelyingPartyOperations with(UserCredentialRepository kept) {
        var origins = origins();
        if (origins.isEmpty()) throw new IllegalStateException("there are no passkeys at " + console.url());
        var id = Optional.ofNullable(settings.relyingPartyId())
                .orElseGet(() -> URI.create(origins.getFirst()).getHost());
        var party = PublicKeyCredentialRpEntity.builder().id(id).name(NAME).build();
        var operations = new Webauthn4JRelyingPartyOperations(owners, kept, party, new LinkedHashSet<>(origins));
        operations.setCustomizeCreationOptions(
                options -> options.authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.REQUIRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build()));
        operations.setCustomizeRequestOptions(
                options -> options.userVerification(UserVerificationRequirement.REQUIRED));
        return operations;
    }
}
