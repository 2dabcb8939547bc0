package dev.postern.server;

import dev.postern.identity.SignedInBrowser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.session.Session;

/** What people tell their browsers apart by, kept with the session when somebody signs in: what it says of itself, and where it was. */
final class BrowserMarks implements SessionAuthenticationStrategy {
    private static final String USER_AGENT = "dev.postern.user-agent";
    private static final String ADDRESS = "dev.postern.address";

    @Override
    public void onAuthentication(
            Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        var session = request.getSession();
        session.setAttribute(ADDRESS, request.getRemoteAddr());
        var said = request.getHeader(HttpHeaders.USER_AGENT);
        if (said == null) return;
        session.setAttribute(
                USER_AGENT, said.substring(0, Math.min(said.length(), SignedInBrowser.LONGEST_USER_AGENT)));
    }

    /** Empty where it said nothing. */
    static String userAgent(Session session) {
        return session.getAttributeOrDefault(USER_AGENT, "");
    }

    /** Null for who signed in before addresses were kept. */
    static @Nullable String address(Session session) {
        return session.getAttribute(ADDRESS);
    }
}
