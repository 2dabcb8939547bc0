package dev.postern.identity.oidc;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/** An ID token, say, is no logout token: Spring Security refuses it by an exception that would be a server's fault and fill the log. */
final class BackChannelErrors extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(BackChannelErrors.class);
    private static final RequestMatcher HERE =
            PathPatternRequestMatcher.pathPattern(HttpMethod.POST, Provider.BACK_CHANNEL);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!HERE.matches(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ProviderRefused away) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (AuthenticationException refused) {
            log.atWarn()
                    .addKeyValue("cause", refused.getMessage())
                    .addKeyValue("address", request.getRemoteAddr())
                    .log("logout token refused");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
