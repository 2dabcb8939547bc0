package dev.postern.agent;

import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.Frame;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of sessions on their way to the server: one after the other, each until it is acknowledged or was sent three times, a second apart. A
 * connection may have been dead all along, so the next one begins anew. While there is none they wait.
 */
final class Reports {

    /** How many may wait; beyond that the oldest is forgotten. */
    static final int MAX = 1000;

    /** A server that does not answer on so many does not want to know. */
    static final int MAX_CONNECTIONS = 3;

    private static final Duration BETWEEN = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    /** Where they go. */
    interface Link {
        /** Waits for a connection. */
        ChannelSocket awaitConnected() throws InterruptedException;
    }

    private final String instanceId;
    private final InstantSource clock;
    private final Consumer<String> settled;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Report> waiting = new ArrayDeque<>();

    private static final class Report {
        final String sessionId;
        final TaskOutcome outcome;

        @Nullable UUID sentAs;

        @Nullable ChannelSocket sentOver;

        /** Over that one. */
        int sent;

        int connections;

        Report(String sessionId, TaskOutcome outcome) {
            this.sessionId = sessionId;
            this.outcome = outcome;
        }

        boolean isDueOver(ChannelSocket link) {
            return sentOver != link || sent < AgentTaskComplete.MAX_SENDS;
        }

        boolean isHopeless() {
            return connections >= MAX_CONNECTIONS && sent == AgentTaskComplete.MAX_SENDS;
        }

        void sending(ChannelSocket link, UUID id) {
            if (sentOver != link) {
                sentOver = link;
                sent = 0;
                connections++;
            }
            sent++;
            sentAs = id;
        }
    }

    /** @param settled told of each session whose end need not be told any more */
    Reports(String instanceId, InstantSource clock, Consumer<String> settled) {
        this.instanceId = instanceId;
        this.clock = clock;
        this.settled = settled;
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
        settle(report -> messageId.equals(report.sentAs));
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
        awaitAny();
        var to = link.awaitConnected();
        var id = UUID.randomUUID();
        Report report;
        Frame frame;
        lock.lockInterruptibly();
        try {
            report = awaitDue(to);
            if (report == null) return;
            report.sending(to, id);
            frame = complete(report).toFrame(id, clock.instant());
        } finally {
            lock.unlock();
        }
        to.send(frame);
        awaitAcknowledgement(report);
        if (!report.isDueOver(to)) unanswered(report);
    }

    /** Under the lock. Null after a while without one: there may be another connection. */
    private @Nullable Report awaitDue(ChannelSocket link) throws InterruptedException {
        long left = BETWEEN.toNanos();
        while (true) {
            for (var report : waiting) if (report.isDueOver(link)) return report;
            if (left <= 0) return null;
            left = changed.awaitNanos(left);
        }
    }

    private void awaitAny() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) changed.await();
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

    private void unanswered(Report report) {
        lock.lock();
        try {
            if (!waiting.contains(report)) return;
        } finally {
            lock.unlock();
        }
        log.atWarn().addKeyValue("session", report.sessionId).log("end of session not acknowledged");
        if (report.isHopeless()) settle(each -> each.equals(report));
    }

    /** Whoever awaits that all is told finds it settled, too. */
    private void settle(Predicate<Report> which) {
        var gone = new ArrayList<Report>();
        lock.lock();
        try {
            for (var report : waiting) if (which.test(report)) gone.add(report);
        } finally {
            lock.unlock();
        }
        for (var report : gone) settled.accept(report.sessionId);
        lock.lock();
        try {
            waiting.removeAll(gone);
            changed.signalAll();
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
