package dev.postern.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers the page that is gone and closes its push. The sign-in page does so as late as after the sign-in, when the browser drops what it kept for the
 * back button while somebody was at the identity provider, and with the cookie of before. Left to itself, push would begin a session for it, whose cookie
 * would take the place of the one that has just signed in.
 */
final class LateGoodbyes extends OncePerRequestFilter {
    private final RequestMatcher push;

    LateGoodbyes(RequestMatcher push) {
        this.push = push;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (push.matches(request)
                && "close".equals(request.getParameter("X-Atmosphere-Transport"))
                && request.getSession(false) == null) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        chain.doFilter(request, response);
    }
}
