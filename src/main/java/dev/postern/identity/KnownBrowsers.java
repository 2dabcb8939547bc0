package dev.postern.identity;

import dev.postern.keys.SealBroken;
import dev.postern.keys.Secrets;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.AuthenticationDetailsSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.stereotype.Component;

/**
 * Browsers that somebody has signed in from. Each is given a sealed cookie that names the user and the browser; with it, wrong passwords of
 * strangers do not keep that user out (OWASP: device cookies). It signs nobody in: the password is asked for all the same.
 */
@Component
public final class KnownBrowsers
        implements SessionAuthenticationStrategy, AuthenticationDetailsSource<HttpServletRequest, SignInDetails> {
    static final String COOKIE = "POSTERN_BROWSER";
    static final Duration LIFE = Duration.ofDays(180);

    private static final String PURPOSE = "known-browser";
    /** Where passwords are posted to; no other request carries the cookie. */
    private static final String PATH = "/login";
    /** What is sealed is below 100 bytes: longer is not ours, and not worth opening. */
    private static final int LONGEST = 1024;
    // 26 characters of 5 bits: nobody guesses another browser's, to have it locked out.
    private static final int ID_CHARACTERS = 26;

    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KnownBrowsers(Secrets secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A browser and whose. The id has a colon, which no user's name has: what is counted by either never meets. */
    record KnownBrowser(String id, String user) {}

    /** Somebody has signed in, in whichever way: their browser is known from now on. */
    @Override
    public void onAuthentication(
            Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        var cookie = ResponseCookie.from(COOKIE, issue(authentication.getName()))
                .path(request.getContextPath() + PATH)
                .maxAge(LIFE)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure())
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    @Override
    public SignInDetails buildDetails(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) return new SignInDetails(request, cookie.getValue());
            }
        }
        return new SignInDetails(request, null);
    }

    String issue(String user) {
        var text = "browser:" + RandomText.of(ID_CHARACTERS, random) + " "
                + clock.instant().plus(LIFE).getEpochSecond() + " " + user;
        return secrets.seal(text.getBytes(StandardCharsets.UTF_8), PURPOSE);
    }

    /** Empty for no cookie, a foreign or an old one, and where this is another's browser. */
    Optional<KnownBrowser> of(Authentication attempt, String user) {
        if (!(attempt.getDetails() instanceof SignInDetails details)) return Optional.empty();
        var token = details.browser();
        if (token == null || token.length() > LONGEST) return Optional.empty();
        try {
            var parts = new String(secrets.open(token, PURPOSE), StandardCharsets.UTF_8).split(" ", 3);
            boolean good =
                    parts[2].equals(user) && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[1])));
            return good ? Optional.of(new KnownBrowser(parts[0], user)) : Optional.empty();
        } catch (SealBroken notOurs) {
            return Optional.empty();
        }
    }
}
