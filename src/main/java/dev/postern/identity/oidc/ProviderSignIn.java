package dev.postern.identity.oidc;

import dev.postern.identity.Assurance;
import dev.postern.identity.ProvidedUsers;
import dev.postern.identity.SignInEvents;
import dev.postern.identity.User;
import dev.postern.identity.oidc.PendingSignIns.Pending;
import dev.postern.keys.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * From a verified ID token to somebody who is signed in, or who has stepped up. Whatever the token says, it makes nobody a user who was here before it:
 * people are known by issuer and subject.
 */
@Component
final class ProviderSignIn implements Converter<OAuth2LoginAuthenticationToken, OAuth2AuthenticationToken> {
    private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);

    static final String METHOD = "oidc";
    static final String ID_TOKEN = "oidc-id-token";
    /** How far the provider's clock may be behind ours when it says that somebody proved it just now. */
    private static final Duration BEHIND = Duration.ofSeconds(30);
    /** An attribute of a session in the database; what is longer is not kept, and the sign-out asks once more. */
    private static final int LONGEST_KEPT_TOKEN = 8 * 1024;

    private final OidcSettings settings;
    private final ProviderGroups groups;
    private final ProvidedUsers users;
    private final ProviderSessions sessions;
    private final SignInEvents events;
    private final StepUpEvents stepUps;
    private final Secrets secrets;
    private final InstantSource clock;

    ProviderSignIn(
            OidcSettings settings,
            ProvidedUsers users,
            ProviderSessions sessions,
            SignInEvents events,
            StepUpEvents stepUps,
            Secrets secrets,
            InstantSource clock) {
        this.settings = settings;
        this.groups = new ProviderGroups(settings.groupPrefix(), settings.administrators(), settings.allowedGroups());
        this.users = users;
        this.sessions = sessions;
        this.events = events;
        this.stepUps = stepUps;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public OAuth2AuthenticationToken convert(OAuth2LoginAuthenticationToken verified) {
        var address = address(verified);
        var token = ((OidcUser) Objects.requireNonNull(verified.getPrincipal())).getIdToken();
        var pending = Pending.of(verified.getAuthorizationExchange().getAuthorizationRequest());
        try {
            var claims = new ProviderClaims(token, settings);
            var principal = pending.returnTo() == null ? signIn(claims, address) : stepUp(claims, pending, address);
            return new OAuth2AuthenticationToken(principal, principal.getAuthorities(), Provider.ID);
        } catch (ProviderClaims.OutOfBounds e) {
            log.atWarn()
                    .addKeyValue("subject", token.getSubject())
                    .addKeyValue("cause", e.getMessage())
                    .log("identity provider says too much");
            events.denied("", METHOD, address, String.valueOf(e.getMessage()));
            throw new ProviderRefused(ProviderRefused.Reason.UNBELIEVED);
        }
    }

    private ProvidedPrincipal signIn(ProviderClaims claims, @Nullable String address) {
        var known = users.find(claims.issuer(), claims.subject());
        if (known.isPresent() && !known.get().enabled()) {
            throw outside(known.get().name(), address, "the user is disabled");
        }
        if (!groups.admits(claims.groups())) {
            throw outside(known.map(User::name).orElse(""), address, "in no group that may sign in");
        }
        var user = users.take(claims.person(groups));
        if (!user.enabled()) throw outside(user.name(), address, "the user is disabled");
        events.allowed(user, METHOD, address, facts(claims));
        return signedIn(user, claims, null);
    }

    private ProviderRefused outside(String account, @Nullable String address, String why) {
        events.denied(account, METHOD, address, why);
        return new ProviderRefused(ProviderRefused.Reason.OUTSIDE);
    }

    /** Whoever proved it must be who is signed in, by a level that was asked for, and must have done it since. */
    private ProvidedPrincipal stepUp(ProviderClaims claims, Pending pending, @Nullable String address) {
        var present = SecurityContextHolder.getContext().getAuthentication();
        var user = users.find(claims.issuer(), claims.subject()).filter(User::enabled);
        if (present == null
                || !(present.getPrincipal() instanceof ProvidedPrincipal before)
                || user.isEmpty()
                || !before.isOf(user.get())
                || !before.name().equals(user.get().name())) {
            throw stepUps.refused(user.orElse(null), address, "somebody else is signed in, or nobody");
        }
        if (!settings.multiFactorAcr().contains(claims.acr())) {
            throw stepUps.refused(user.get(), address, "acr is " + (claims.acr().isEmpty() ? "missing" : claims.acr()));
        }
        var proven = claims.provenAt();
        if (proven == null || proven.isBefore(pending.beganAt().minus(BEHIND))) {
            throw stepUps.refused(user.get(), address, "auth_time is " + (proven == null ? "missing" : proven));
        }
        stepUps.allowed(user.get(), address, facts(claims));
        return signedIn(user.get(), claims, new Assurance(true, proven, clock.instant()));
    }

    private ProvidedPrincipal signedIn(User user, ProviderClaims claims, @Nullable Assurance stepUp) {
        var sid = claims.sid();
        if (sid != null) sessions.began(claims.issuer(), sid, user.name());
        var idToken = claims.token().getTokenValue();
        var sealed = idToken.length() > LONGEST_KEPT_TOKEN
                ? null
                : secrets.seal(idToken.getBytes(StandardCharsets.US_ASCII), ID_TOKEN);
        return new ProvidedPrincipal(
                user.name(),
                user.createdAt(),
                claims.issuer(),
                claims.subject(),
                sid,
                claims.acr(),
                sealed,
                stepUp == null ? new Assurance(claims.multiFactor(), claims.provenAt(), null) : stepUp,
                user.groups().stream().sorted().toList());
    }

    private static Map<String, String> facts(ProviderClaims claims) {
        return Map.of("issuer", claims.issuer(), "subject", claims.subject(), "acr", claims.acr());
    }

    private static @Nullable String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : null;
    }
}
