package dev.postern.identity;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where a sign-in comes from: the address, and what the browser says of itself. Only the address is kept with the session. */
public final class SignInDetails extends WebAuthenticationDetails {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String browser;

    SignInDetails(HttpServletRequest request, @Nullable String browser) {
        super(request);
        this.browser = browser;
    }

    SignInDetails(String address, @Nullable String browser) {
        super(address, null);
        this.browser = browser;
    }

    /** The cookie of {@link KnownBrowsers}, unopened. */
    @Nullable String browser() {
        return browser;
    }

    WebAuthenticationDetails withoutBrowser() {
        return new WebAuthenticationDetails(getRemoteAddress(), getSessionId());
    }
}
