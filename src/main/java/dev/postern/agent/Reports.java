package dev.postern.agent;

import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.Frame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of sessions on their way to the server: one after the other, each until it is acknowledged or was sent three times, a second apart. While
 * there is no connection they wait; what waits when the agent stops is lost, and the server finds out by itself.
 */
final class Reports {

    /** How many may wait; beyond that the oldest is forgotten. */
    static final int MAX = 1000;

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    /** Where they go. */
    interface Link {
        /** Waits for a connection. */
        ChannelSocket awaitConnected() throws InterruptedException;
    }

    private final String instanceId;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Report> waiting = new ArrayDeque<>();

    private static final class Report {
        final String sessionId;
        final TaskOutcome outcome;

        @Nullable UUID sentAs;

        int sent;

        Report(String sessionId, TaskOutcome outcome) {
            this.sessionId = sessionId;
            this.outcome = outcome;
        }
    }

    Reports(String instanceId, InstantSource clock) {
        this.instanceId = instanceId;
        this.clock = clock;
    }

    /** Returns at once; safe from any thread. */
    void add(String sessionId, TaskOutcome outcome) {
        lock.lock();
        try {
            if (waiting.size() >= MAX) waiting.removeFirst();
            waiting.add(new Report(sessionId, outcome));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server has the report that was sent under this message id. */
    void acknowledged(UUID messageId) {
        lock.lock();
        try {
            if (waiting.removeIf(report -> messageId.equals(report.sentAs))) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether everything was told, waiting for it so long. */
    boolean awaitTold(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!waiting.isEmpty()) {
                if (left <= 0) return false;
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends for ever; ends by interruption. */
    void run(Link link) {
        try {
            while (true) sendNext(link);
        } catch (InterruptedException _) {
            // the agent stops
        }
    }

    private void sendNext(Link link) throws InterruptedException {
        var report = awaitNext();
        var to = link.awaitConnected();
        var id = UUID.randomUUID();
        Frame frame;
        lock.lockInterruptibly();
        try {
            if (!waiting.contains(report)) return;
            if (report.sent == AgentTaskComplete.MAX_SENDS) {
                log.atWarn().addKeyValue("session", report.sessionId).log("end of session not acknowledged");
                waiting.remove(report);
                changed.signalAll();
                return;
            }
            report.sent++;
            report.sentAs = id;
            frame = complete(report).toFrame(id, clock.instant());
        } finally {
            lock.unlock();
        }
        to.send(frame);
        awaitAcknowledgement(report);
    }

    private Report awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) changed.await();
            return waiting.element();
        } finally {
            lock.unlock();
        }
    }

    private void awaitAcknowledgement(Report report) throws InterruptedException {
        long left = BETWEEN.toNanos();
        lock.lockInterruptibly();
        try {
            while (left > 0 && waiting.contains(report)) left = changed.awaitNanos(left);
        } finally {
            lock.unlock();
        }
    }

    private AgentTaskComplete complete(Report report) {
        var outcome = report.outcome;
        return AgentTaskComplete.of(
                report.sessionId, outcome.status(), instanceId, outcome.output(), report.sent, outcome.exitCode());
    }
}
