package dev.postern.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a page of somewhere else asks for in its visitor's name: to post the sign-in form, whose CSRF token nobody looks at (Vaadin
 * exempts it, so that a page left open still signs in), and to open the socket of Vaadin's push. Without this, any page an administrator
 * visits could lock their account or sign them in as somebody else.
 */
final class ForeignPages extends OncePerRequestFilter {
    private final RequestMatcher own;

    ForeignPages(RequestMatcher own) {
        this.own = own;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // browsers always send an Origin from elsewhere; what sends none is no page
        var origin = request.getHeader("Origin");
        if (origin != null && own.matches(request) && !isOwn(origin, request.getHeader("Host"))) {
            response.sendError(HttpStatus.FORBIDDEN_403);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Without the scheme: a proxy in front may speak TLS where we do not. */
    static boolean isOwn(String origin, @Nullable String host) {
        try {
            var from = URI.create(origin);
            var authority = from.getRawAuthority();
            if (authority == null || host == null) return false;
            var standard = "https".equals(from.getScheme()) ? ":443" : ":80";
            return without(standard, authority).equalsIgnoreCase(without(standard, host));
        } catch (IllegalArgumentException e) {
            return false; // "null", or no URI at all
        }
    }

    private static String without(String port, String authority) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
