package dev.postern.server;

import dev.postern.identity.SignedInBrowser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.session.Session;

/** What a browser says of itself when somebody signs in with it, kept with its session: people tell their browsers apart by it. */
final class UserAgents implements SessionAuthenticationStrategy {
    private static final String ATTRIBUTE = "dev.postern.user-agent";

    @Override
    public void onAuthentication(
            Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        var said = request.getHeader(HttpHeaders.USER_AGENT);
        if (said == null) return;
        request.getSession()
                .setAttribute(
                        ATTRIBUTE, said.substring(0, Math.min(said.length(), SignedInBrowser.LONGEST_USER_AGENT)));
    }

    static String of(Session session) {
        return session.getAttributeOrDefault(ATTRIBUTE, "");
    }
}
