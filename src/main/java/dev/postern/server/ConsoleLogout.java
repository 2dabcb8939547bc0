package dev.postern.server;

import com.vaadin.flow.spring.security.UidlRedirectStrategy;
import dev.postern.identity.oidc.ProviderLogout;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.RedirectStrategy;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Where somebody goes who signed out: to the sign-in page, by way of the identity provider where they came by it. */
@Component
final class ConsoleLogout implements LogoutSuccessHandler {
    private final ProviderLogout provider;
    private final RedirectStrategy redirect = new UidlRedirectStrategy();

    ConsoleLogout(ProviderLogout provider) {
        this.provider = provider;
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication)
            throws IOException {
        var signInPage = page(request);
        var atProvider = provider.leave(authentication, request.getRemoteAddr(), signInPage);
        redirect.sendRedirect(request, response, atProvider.orElse(ConsoleSecurity.LOGIN));
    }

    private static String page(HttpServletRequest request) {
        return UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request))
                .replacePath(request.getContextPath() + ConsoleSecurity.LOGIN)
                .replaceQuery(null)
                .fragment(null)
                .build()
                .toUriString();
    }
}
