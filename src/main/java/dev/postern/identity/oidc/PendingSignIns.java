package dev.postern.identity.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** Browsers that were sent to the provider and are to come back: one at a time each, in its session, and for so long. */
final class PendingSignIns implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String BEGAN_AT = "postern.began-at";
    private static final String RETURN_TO = "postern.return-to";
    private static final String ANSWERED = PendingSignIns.class.getName();

    private final HttpSessionOAuth2AuthorizationRequestRepository session =
            new HttpSessionOAuth2AuthorizationRequestRepository();
    private final InstantSource clock;

    PendingSignIns(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What the browser was sent for.
     *
     * @param returnTo of a step-up, where it goes on; null for a sign-in
     */
    record Pending(Instant beganAt, @Nullable String returnTo) {
        void into(Map<String, Object> attributes) {
            attributes.put(BEGAN_AT, beganAt.toEpochMilli());
            if (returnTo != null) attributes.put(RETURN_TO, returnTo);
        }

        static Pending of(OAuth2AuthorizationRequest request) {
            return new Pending(
                    Instant.ofEpochMilli(request.getAttribute(BEGAN_AT) instanceof Long began ? began : 0),
                    request.getAttribute(RETURN_TO));
        }
    }

    /** What the request that is being served answers, right or wrong. */
    static Optional<Pending> answeredBy(HttpServletRequest request) {
        return Optional.ofNullable((Pending) request.getAttribute(ANSWERED));
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return session.loadAuthorizationRequest(request);
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest pending, HttpServletRequest request, HttpServletResponse response) {
        session.saveAuthorizationRequest(pending, request, response);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        var asked = session.removeAuthorizationRequest(request, response);
        if (asked == null) return null;
        var pending = Pending.of(asked);
        if (clock.instant().isAfter(pending.beganAt().plus(LIFE))) return null;
        request.setAttribute(ANSWERED, pending);
        return asked;
    }
}
