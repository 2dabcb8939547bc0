package dev.postern.identity.oidc;

import dev.postern.identity.SignInEvents;
import dev.postern.identity.oidc.ProviderRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Sends whoever did not get in to the sign-in page, which says why in words of its own: the provider's are for the log. */
final class ProviderRefusals implements AuthenticationFailureHandler {
    private static final Logger log = LoggerFactory.getLogger(ProviderRefusals.class);
    private static final int LONGEST_TOLD = 200;

    private final String page;
    private final SignInEvents events;
    private final StepUpEvents stepUps;
    private final DefaultRedirectStrategy redirect = new DefaultRedirectStrategy();

    ProviderRefusals(String page, SignInEvents events, StepUpEvents stepUps) {
        this.page = page;
        this.events = events;
        this.stepUps = stepUps;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        var reason = reason(refused, request);
        redirect.sendRedirect(
                request, response, page + "?error=" + reason.name().toLowerCase(Locale.ROOT));
    }

    private Reason reason(AuthenticationException refused, HttpServletRequest request) {
        if (refused instanceof ProviderRefused told) return told.reason(); // and written down
        if (refused.getCause() instanceof ProviderRefused told) return told.reason();
        var error = error(refused);
        var reason = reason(error == null ? "" : error.getErrorCode());
        var code = error == null ? refused.getClass().getSimpleName() : shortened(error.getErrorCode());
        // anybody can be late or break off, as often as they like; the rest takes an answer to what was asked
        log.atLevel(reason == Reason.LATE || reason == Reason.CANCELLED ? Level.DEBUG : Level.WARN)
                .addKeyValue("error", code)
                .addKeyValue("description", error == null ? "" : shortened(error.getDescription()))
                .addKeyValue("address", request.getRemoteAddr())
                .log("sign-in by the identity provider failed");
        var stepUp = PendingSignIns.answeredBy(request).filter(pending -> pending.returnTo() != null);
        if (stepUp.isPresent())
            return stepUps.refused(null, request.getRemoteAddr(), code).reason();
        events.denied("", ProviderSignIn.METHOD, request.getRemoteAddr(), reason.name() + ": " + code);
        return reason;
    }

    private static Reason reason(String code) {
        return switch (code) {
            case "authorization_request_not_found", "invalid_state_parameter" -> Reason.LATE;
            case "access_denied", "login_required", "interaction_required", "temporarily_unavailable" ->
                Reason.CANCELLED;
            case "invalid_token_response", "server_error" -> Reason.SILENT;
            default -> Reason.UNBELIEVED;
        };
    }

    private static @Nullable OAuth2Error error(AuthenticationException refused) {
        if (refused instanceof OAuth2AuthenticationException told) return told.getError();
        return refused.getCause() instanceof OAuth2AuthorizationException told ? told.getError() : null;
    }

    private static String shortened(@Nullable String text) {
        if (text == null) return "";
        return text.length() > LONGEST_TOLD ? text.substring(0, LONGEST_TOLD) + "…" : text;
    }
}
