package dev.postern.identity.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The provider's page has the person's browser load this in a frame. The browser sends no cookie along from there, so the provider's session id is all
 * there is to go by, and all it takes: who knows that one can end what it began, and nothing else.
 */
final class FrontChannelLogout extends OncePerRequestFilter {
    static final String PATH = "/logout/connect/front-channel/" + Provider.ID;

    private static final RequestMatcher HERE = PathPatternRequestMatcher.pathPattern(HttpMethod.GET, PATH);
    private static final int LONGEST_SID = 255;

    private final OidcSettings settings;
    private final ProviderLogout logout;

    FrontChannelLogout(OidcSettings settings, ProviderLogout logout) {
        this.settings = settings;
        this.logout = logout;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!HERE.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        var sid = request.getParameter("sid");
        if (sid == null
                || sid.isEmpty()
                || sid.length() > LONGEST_SID
                || !String.valueOf(settings.issuer()).equals(request.getParameter("iss"))) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        // the same answer whether or not there is such a session
        logout.left(ProviderLogout.Channel.FRONT, sid, null, request.getRemoteAddr());
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/plain;charset=utf-8");
    }
}
