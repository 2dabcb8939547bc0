package dev.postern.identity.oidc;

import dev.postern.identity.ProvidedUsers;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.SignedOut;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.keys.SealBroken;
import dev.postern.keys.Secrets;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** The end of what a sign-in by the provider began: by the person, who leaves, or by the provider, which says that they left. */
@Component
public final class ProviderLogout {
    private static final Logger log = LoggerFactory.getLogger(ProviderLogout.class);
    private static final String EVENT = "ConsoleLogout";

    /** How word of it came. */
    enum Channel {
        /** The provider told the server. */
        BACK,
        /** The provider had the person's browser tell it. */
        FRONT
    }

    private final OidcSettings settings;
    private final Provider provider;
    private final ProviderSessions sessions;
    private final ProvidedUsers provided;
    private final Users users;
    private final SignedInBrowsers browsers;
    private final Secrets secrets;
    private final Trail trail;
    private final MeterRegistry meters;
    private final ApplicationEventPublisher events;

    ProviderLogout(
            OidcSettings settings,
            Provider provider,
            ProviderSessions sessions,
            ProvidedUsers provided,
            Users users,
            SignedInBrowsers browsers,
            Secrets secrets,
            Trail trail,
            MeterRegistry meters,
            ApplicationEventPublisher events) {
        this.settings = settings;
        this.provider = provider;
        this.sessions = sessions;
        this.provided = provided;
        this.users = users;
        this.browsers = browsers;
        this.secrets = secrets;
        this.trail = trail;
        this.meters = meters;
        this.events = events;
    }

    /**
     * Somebody signs out of the console; that their browser session ends is the console's to do.
     *
     * @param back where the provider sends them afterwards
     * @return where they end their session at the provider; empty for who did not come by it, or is to stay signed in there
     */
    public Optional<String> leave(@Nullable Authentication leaving, @Nullable String address, String back) {
        if (leaving == null || !(leaving.getPrincipal() instanceof ProvidedPrincipal principal))
            return Optional.empty();
        var atProvider = settings.signOut() == OidcSettings.SignOut.PROVIDER;
        users.find(principal.name()).filter(principal::isOf).ifPresent(user -> {
            var caller = users.callerFor(user, address);
            trail.append(NewEntry.of(EVENT, caller.actor(), Outcome.NOTED)
                    .on(caller.arn())
                    .with("method", ProviderSignIn.METHOD)
                    .with("alsoAtProvider", Boolean.toString(atProvider)));
            if (atProvider) events.publishEvent(new SignedOut(caller.arn(), settings.logoutEndsTerminals()));
        });
        return atProvider ? endSession(principal, back) : Optional.empty();
    }

    private Optional<String> endSession(ProvidedPrincipal principal, String back) {
        try {
            provider.findByRegistrationId(Provider.ID);
        } catch (ProviderRefused away) {
            return Optional.empty(); // out of the console all the same
        }
        return provider.endSession().map(address -> {
            var url = UriComponentsBuilder.fromUriString(address)
                    .queryParam("post_logout_redirect_uri", "{back}")
                    .queryParam("client_id", "{client}");
            var hint = idToken(principal);
            return hint.isEmpty()
                    ? url.encode().buildAndExpand(back, settings.clientId()).toUriString()
                    : url.queryParam("id_token_hint", "{hint}")
                            .encode()
                            .buildAndExpand(back, settings.clientId(), hint)
                            .toUriString();
        });
    }

    /** Without it the provider asks the person whether they mean it. */
    private String idToken(ProvidedPrincipal principal) {
        var sealed = principal.sealedIdToken();
        if (sealed == null) return "";
        try {
            return new String(secrets.open(sealed, ProviderSignIn.ID_TOKEN), StandardCharsets.US_ASCII);
        } catch (SealBroken byAnotherMasterKey) {
            return "";
        }
    }

    /**
     * The provider says that somebody left. Ends what began with that session there; without a session, all that began with the provider.
     *
     * @param subject null where it names only the session
     */
    void left(Channel channel, @Nullable String sid, @Nullable String subject, @Nullable String address) {
        var issuer = String.valueOf(settings.issuer());
        meters.counter("postern.provider.logouts", "channel", channel.name().toLowerCase(Locale.ROOT))
                .increment();
        var user = user(issuer, sid, subject);
        if (user.isEmpty()) return; // gone before, or never here
        var caller = users.callerFor(user.get(), address);
        var entry = NewEntry.of(EVENT, new Actor(issuer, "identity provider", address), Outcome.NOTED)
                .on(caller.arn())
                .with("channel", channel.name().toLowerCase(Locale.ROOT));
        trail.append(sid == null ? entry : entry.with("sid", sid));
        int ended = browsers.signOut(user.get().name(), signedIn -> isMeant(signedIn, issuer, sid, subject));
        if (sid != null) sessions.ended(issuer, sid);
        events.publishEvent(new SignedOut(caller.arn(), settings.logoutEndsTerminals()));
        log.atInfo()
                .addKeyValue("principal", caller.arn())
                .addKeyValue("channel", channel)
                .addKeyValue("browsers", ended)
                .log("signed out by the identity provider");
    }

    private Optional<User> user(String issuer, @Nullable String sid, @Nullable String subject) {
        if (subject != null) return provided.find(issuer, subject);
        return sid == null ? Optional.empty() : sessions.userOf(issuer, sid).flatMap(users::find);
    }

    private static boolean isMeant(
            Authentication signedIn, String issuer, @Nullable String sid, @Nullable String subject) {
        return signedIn.getPrincipal() instanceof ProvidedPrincipal principal
                && principal.issuer().equals(issuer)
                && (sid == null || sid.equals(principal.sid()))
                && (subject == null || subject.equals(principal.subject()));
    }
}
