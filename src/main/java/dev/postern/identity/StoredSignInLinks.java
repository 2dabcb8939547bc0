package dev.postern.identity;

import dev.postern.keys.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.stereotype.Component;

/**
 * Sign-in links in the database. Not Spring's JdbcOneTimeTokenService: that one keeps tokens readable, and says nothing
 * to the trail before it lets somebody in.
 */
@Component
final class StoredSignInLinks implements SignInLinks, OneTimeTokenService {
    private static final String METHOD = "link";
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_TOKEN = 128;
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final Users users;
    private final SignInThrottle throttle;
    private final SignInEvents events;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    StoredSignInLinks(JdbcClient jdbc, Users users, SignInThrottle throttle, SignInEvents events, Clock clock) {
        this.jdbc = jdbc;
        this.users = users;
        this.throttle = throttle;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String issue(String user, Duration life) {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("a sign-in link lives for up to " + LONGEST_LIFE + ", not " + life);
        }
        if (users.find(user).isEmpty()) {
            throw new IllegalArgumentException("no such user: " + user);
        }
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        jdbc.sql("DELETE FROM sign_in_link WHERE expires_at <= ?").param(now()).update();
        jdbc.sql("INSERT INTO sign_in_link (token_hash, user_name, expires_at) VALUES (?, ?, ?)")
                // 256 random bits cannot be guessed from their hash, however fast it is
                .params(Sha256.of(token), user, now().plus(life))
                .update();
        return token;
    }

    /** Links come from {@link #issue} alone: the page that lets anybody ask for one is not offered. */
    @Override
    public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
        throw new SignInRefused(SignInRefused.Reason.WRONG);
    }

    /** Null is how Spring Security wants to hear that the token is not good. */
    @Override
    public @Nullable OneTimeToken consume(OneTimeTokenAuthenticationToken attempt) {
        var address = Addresses.of(attempt);
        var token = attempt.getTokenValue();
        if (token == null || token.length() > LONGEST_TOKEN) {
            return refuse(address);
        }
        var name = jdbc.sql("SELECT user_name FROM sign_in_link WHERE token_hash = ? AND expires_at > ?")
                .params(Sha256.of(token), now())
                .query(String.class)
                .optional();
        var user = name.flatMap(users::find).filter(User::enabled);
        // Who deletes the row has the sign-in: of two at once, one.
        if (user.isEmpty() || !take(token)) {
            return refuse(address);
        }
        events.allowed(user.get(), METHOD, address);
        return new DefaultOneTimeToken(token, user.get().name(), clock.instant());
    }

    private boolean take(String token) {
        return jdbc.sql("DELETE FROM sign_in_link WHERE token_hash = ?")
                        .param(Sha256.of(token))
                        .update()
                == 1;
    }

    /** Only wrong links wait: nobody guesses a right one, and whoever has it is kept out by nobody. */
    private @Nullable OneTimeToken refuse(@Nullable String address) {
        if (!throttle.admitsAddress(address)) {
            events.denied("", METHOD, address, "too many tries");
            throw new SignInRefused(SignInRefused.Reason.THROTTLED);
        }
        events.denied("", METHOD, address, "the link is unknown, used or expired");
        return null;
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }
}
