package dev.postern.identity.oidc;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.authentication.logout.OidcLogoutToken;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/** A logout token that Spring Security has verified ends what it names: a fresh one, and once. */
final class BackChannelLogout implements LogoutHandler {
    private static final Logger log = LoggerFactory.getLogger(BackChannelLogout.class);

    private final ProviderLogout logout;
    private final UsedLogoutTokens used;

    BackChannelLogout(ProviderLogout logout, UsedLogoutTokens used) {
        this.logout = logout;
        this.used = used;
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (authentication == null || !(authentication.getPrincipal() instanceof OidcLogoutToken token)) return;
        response.setHeader("Cache-Control", "no-store");
        if (!used.isNew(token.getId(), token.getIssuedAt())) {
            log.atWarn()
                    .addKeyValue("issuedAt", token.getIssuedAt())
                    .addKeyValue("address", request.getRemoteAddr())
                    .log("logout token refused: too old, from the future, or used before");
            refuse(response);
            return;
        }
        logout.left(ProviderLogout.Channel.BACK, token.getSessionId(), token.getSubject(), request.getRemoteAddr());
    }

    private static void refuse(HttpServletResponse response) {
        try {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
