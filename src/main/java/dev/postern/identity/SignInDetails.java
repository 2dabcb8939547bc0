package dev.postern.identity;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where a sign-in comes from: the address, and what the browser says of itself. Only the address is kept with the session. */
public final class SignInDetails extends WebAuthenticationDetails {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable String browser;
    private final transient SecondStep.@Nullable Brought secondStep;

    SignInDetails(HttpServletRequest request, @Nullable String browser) {
        super(request);
        this.browser = browser;
        this.secondStep = SecondStep.Brought.by(request);
    }

    SignInDetails(String address, @Nullable String browser) {
        this(address, browser, null);
    }

    SignInDetails(String address, @Nullable String browser, SecondStep.@Nullable Brought secondStep) {
        super(address, null);
        this.browser = browser;
        this.secondStep = secondStep;
    }

    /** Null for a password. */
    SecondStep.@Nullable Brought secondStep() {
        return secondStep;
    }

    /** The cookie of {@link KnownBrowsers}, unopened. */
    @Nullable String browser() {
        return browser;
    }

    WebAuthenticationDetails withoutBrowser() {
        return new WebAuthenticationDetails(getRemoteAddress(), getSessionId());
    }
}
