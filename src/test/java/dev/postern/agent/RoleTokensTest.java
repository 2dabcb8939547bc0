package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoleTokensTest {

    private static final Instant START = Instant.parse("2026-11-22T06:00:00Z");

    private Instant now = START;
    private final Script source = new Script();
    private final RoleTokens tokens = new RoleTokens(source, new Backoff(new Random(7)), () -> now);

    @Test
    void asksAgainAtHalfOfTheLife() throws Exception {
        source.answers(token(1, Duration.ofHours(1)), token(2, Duration.ofHours(1)));
        tokens.renewIfDue();
        assertThat(tokens.current().accessKeyId()).isEqualTo("ASIATEST1");
        assertThat(tokens.due()).isEqualTo(START.plus(Duration.ofMinutes(30)));
        now = START.plus(Duration.ofMinutes(30)).minusMillis(1);
        tokens.renewIfDue();
        assertThat(tokens.current().accessKeyId()).isEqualTo("ASIATEST1");
        now = START.plus(Duration.ofMinutes(30));
        tokens.renewIfDue();
        assertThat(tokens.current().accessKeyId()).isEqualTo("ASIATEST2");
    }

    @Test
    void replacesRefusedCredentialsSoonButNotWithoutEnd() throws Exception {
        source.answers(token(1, Duration.ofHours(1)));
        tokens.renewIfDue();
        tokens.refused(tokens.current());
        assertThat(tokens.due()).isEqualTo(START.plus(RoleTokens.AT_MOST_EVERY));
    }

    @Test
    void asksNoMoreOftenWhenTheControlChannelOfADeregisteredNodeIsRefusedOverAndOver() throws Exception {
        source.answers(token(1, Duration.ofHours(1)));
        tokens.renewIfDue();
        tokens.refused(tokens.current());
        now = tokens.due();
        source.fails(new CallRefused(400, "MachineFingerprintDoesNotMatch", ""));
        tokens.renewIfDue();
        var nextTry = tokens.due();
        assertThat(Duration.between(now, nextTry)).isGreaterThanOrEqualTo(Duration.ofMinutes(25));
        tokens.refused(tokens.current());
        assertThat(tokens.due()).isEqualTo(nextTry);
    }

    @Test
    void keepsCredentialsWhenOlderOnesAreRefused() throws Exception {
        source.answers(token(1, Duration.ofHours(1)));
        tokens.renewIfDue();
        tokens.refused(new Credentials("ASIATEST0", "not-a-secret", "token"));
        assertThat(tokens.due()).isEqualTo(START.plus(Duration.ofMinutes(30)));
    }

    @Test
    void triesOftenWhileTheServerCannotBeReached() throws Exception {
        for (int n = 0; n < 20; n++) {
            source.fails(new IOException("connection refused"));
            tokens.renewIfDue();
            assertThat(Duration.between(now, tokens.due())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
            now = tokens.due();
        }
    }

    @Test
    void waitsLongerWithEachRefusal() throws Exception {
        for (int n = 0; n < 14; n++) {
            source.fails(new CallRefused(400, "InternalServerError", "broken"));
            tokens.renewIfDue();
            var base = Duration.ofSeconds(1L << n);
            var most = base.multipliedBy(6).dividedBy(5).plusSeconds(20);
            assertThat(Duration.between(now, tokens.due()))
                    .isBetween(min(base.plusSeconds(10), Backoff.TOKEN_MAX), min(most, Backoff.TOKEN_MAX));
            now = tokens.due();
        }
    }

    @Test
    void hardlyAsksWhenTheNodeIsNotWelcomeAnyMore() throws Exception {
        source.fails(new CallRefused(400, "MachineFingerprintDoesNotMatch", ""));
        tokens.renewIfDue();
        assertThat(Duration.between(now, tokens.due())).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(30));
    }

    private RoleToken token(int number, Duration life) {
        var credentials = new Credentials("ASIATEST" + number, "not-a-secret", "token-" + number);
        return new RoleToken(credentials, START, START.plus(life), false);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static final class Script implements RoleTokens.Source {
        private final ArrayDeque<Object> answers = new ArrayDeque<>();

        void answers(RoleToken... tokens) {
            for (var token : tokens) answers.add(token);
        }

        void fails(IOException failure) {
            answers.add(failure);
        }

        @Override
        public RoleToken ask() throws IOException {
            return switch (answers.remove()) {
                case RoleToken token -> token;
                case IOException failure -> throw failure;
                default -> throw new AssertionError();
            };
        }

        @Override
        public void changeKey() {
            throw new AssertionError("nobody wants that");
        }
    }
}
