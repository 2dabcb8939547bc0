package dev.postern.agent;

import dev.postern.agent.Backoff.Refusal;
import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the node in credentials: asks for new ones at half of their life, sooner when the server refuses them, and again and again while it can't be
 * reached. Changes the node's key when the server wants that.
 */
final class RoleTokens {

    /** Refused credentials are replaced at once, but not more often than this: the refusal may have another reason. */
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(RoleTokens.class);

    /** Where a role token comes from. */
    interface Source {
        RoleToken ask() throws IOException, InterruptedException;

        /** The server wants the node to have a new key. */
        void changeKey() throws IOException, InterruptedException;
    }

    private final Source source;
    private final Backoff backoff;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable RoleToken token;
    private Instant due;
    private int failures;
    private boolean turnedAway;

    RoleTokens(Source source, Backoff backoff, InstantSource clock) {
        this.source = source;
        this.backoff = backoff;
        this.clock = clock;
        this.due = clock.instant();
    }

    /** Waits for the first credentials, then has them at once. */
    Credentials current() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (token == null) changed.await();
            return token.credentials();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The server did not take these credentials: others are due, unless there are others already, or the server has said for good that
     * this node gets none.
     */
    void refused(Credentials credentials) {
        lock.lock();
        try {
            if (token == null || turnedAway || !token.credentials().equals(credentials)) return;
            var soonest = token.retrieved().plus(AT_MOST_EVERY);
            if (soonest.isBefore(due)) due = soonest;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When {@link #renewIfDue} will do something. */
    Instant due() {
        lock.lock();
        try {
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for new credentials if it is time. A failure is logged and makes another time for the next try. */
    void renewIfDue() throws InterruptedException {
        if (clock.instant().isBefore(due())) return;
        try {
            var fresh = source.ask();
            lock.lock();
            try {
                token = fresh;
                failures = 0;
                turnedAway = false;
                due = fresh.refreshAt();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            log.atDebug().addKeyValue("expires", fresh.expires()).log("role token renewed");
            if (fresh.wantsNewKey()) source.changeKey();
        } catch (CallRefused refusal) {
            failed(refusal.isFinalForTheNode() ? Refusal.FINAL : Refusal.REFUSED, refusal);
        } catch (IOException unreachable) {
            failed(Refusal.UNREACHABLE, unreachable);
        }
    }

    /** Renews for ever; ends by interruption. */
    void run() {
        try {
            while (true) {
                renewIfDue();
                lock.lockInterruptibly();
                try {
                    long wait = Duration.between(clock.instant(), due).toMillis();
                    if (wait > 0) changed.await(wait, TimeUnit.MILLISECONDS);
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException _) {
            // the agent stops
        }
    }

    private void failed(Refusal refusal, IOException cause) {
        lock.lock();
        try {
            var wait = backoff.roleToken(failures++, refusal);
            due = clock.instant().plus(wait);
            turnedAway = refusal == Refusal.FINAL;
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(cause.getMessage()))
                    .addKeyValue("retryIn", wait)
                    .log("no role token");
        } finally {
            lock.unlock();
        }
    }
}
