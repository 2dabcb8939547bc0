package dev.postern.identity;

import dev.postern.keys.SealBroken;
import dev.postern.keys.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/**
 * Between a right password and the code: a sealed cookie that says whose password it was, for five minutes. It signs nobody in, and whoever is between is
 * nobody to everything else.
 */
@Component
public final class SecondStep {
    /** The field of the form with the code. */
    public static final String CODE = "code";

    /** A field of that form, where somebody who is signed in proves themselves once more: the page to go on with. */
    public static final String RETURN = "return";

    static final String COOKIE = "POSTERN_SECOND_STEP";
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final String PURPOSE = "second-step";
    private static final int LONGEST = 1024;

    private final Secrets secrets;
    private final Users users;
    private final Clock clock;

    SecondStep(Secrets secrets, Users users, Clock clock) {
        this.secrets = secrets;
        this.users = users;
        this.clock = clock;
    }

    /**
     * What a request brings of it.
     *
     * @param sealed the cookie, unopened
     * @param again whether somebody who is signed in proves themselves once more
     */
    record Brought(String code, @Nullable String sealed, boolean again) {
        static @Nullable Brought by(HttpServletRequest request) {
            var code = request.getParameter(CODE);
            if (code == null) return null;
            var cookie = WebUtils.getCookie(request, COOKIE);
            return new Brought(code, cookie == null ? null : cookie.getValue(), request.getParameter(RETURN) != null);
        }
    }

    String begin(User user) {
        var text = clock.instant().plus(LIFE).getEpochSecond() + " "
                + user.createdAt().toEpochMilli() + " " + users.passwordMark(user.name()) + " " + user.name();
        return secrets.seal(text.getBytes(StandardCharsets.UTF_8), PURPOSE);
    }

    /** Whose password was right; empty for none, a foreign or an old one. */
    Optional<User> of(@Nullable String sealed) {
        if (sealed == null || sealed.length() > LONGEST) return Optional.empty();
        try {
            var parts = new String(secrets.open(sealed, PURPOSE), StandardCharsets.UTF_8).split(" ", 4);
            if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])))) return Optional.empty();
            return users.find(parts[3])
                    .filter(User::enabled)
                    .filter(user -> user.createdAt().toEpochMilli() == Long.parseLong(parts[1]))
                    // another password since, or none any more, and the step is over
                    .filter(user -> users.passwordMark(user.name()).equals(parts[2]));
        } catch (SealBroken notOurs) {
            return Optional.empty();
        }
    }

    /** @param sealed what a {@link SignInRefused} brought */
    public static ResponseCookie cookie(HttpServletRequest request, String sealed) {
        return cookie(request, sealed, LIFE);
    }

    /** Takes the cookie away: the step is done. */
    public static ResponseCookie over(HttpServletRequest request) {
        return cookie(request, "", Duration.ZERO);
    }

    private static ResponseCookie cookie(HttpServletRequest request, String sealed, Duration life) {
        return ResponseCookie.from(COOKIE, sealed)
                .path(request.getContextPath() + "/login")
                .maxAge(life)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure())
                .build();
    }
}
