package dev.postern.agent;

import dev.postern.protocol.SessionTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions that run on this node, each in a thread of its own. A session is started once, however often it is asked for. */
final class Sessions {

    /** As many as the stock agent runs. */
    static final int MAX = 1000;

    /** How many ended sessions are remembered, so that a repeated request does not start them again. */
    private static final int REMEMBERED = 1000;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Function<SessionTask, AgentSession> factory;
    private final OpenSessions open;
    private final BiConsumer<String, TaskOutcome> ended;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("session-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AgentSession> running = new HashMap<>();
    private final SequencedSet<String> past = new LinkedHashSet<>();
    private boolean closed;

    /**
     * @param open told of each session before anything runs in it
     * @param ended hears of each end, once
     */
    Sessions(Function<SessionTask, AgentSession> factory, OpenSessions open, BiConsumer<String, TaskOutcome> ended) {
        this.factory = factory;
        this.open = open;
        this.ended = ended;
    }

    /** Returns at once. */
    void start(SessionTask task) {
        var id = task.sessionId();
        lock.lock();
        try {
            if (closed || running.containsKey(id) || past.contains(id)) return;
            if (running.size() >= MAX) {
                ended.accept(id, TaskOutcome.failed("This node runs " + MAX + " sessions already."));
                return;
            }
            var session = factory.apply(task);
            running.put(id, session);
            threads.execute(() -> run(id, session));
        } finally {
            lock.unlock();
        }
        log.atInfo()
                .addKeyValue("session", id)
                .addKeyValue("document", task.documentName())
                .addKeyValue("principal", task.sessionOwner())
                .log("session asked for");
    }

    /** Ends a session if it runs. Returns at once. */
    void cancel(String sessionId) {
        AgentSession session;
        lock.lock();
        try {
            session = running.get(sessionId);
        } finally {
            lock.unlock();
        }
        if (session != null) session.cancel("terminated by the server", TaskOutcome.ended());
    }

    int count() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all sessions and waits for them, but not for long. */
    void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            for (var session : running.values()) session.cancel("the agent stops", TaskOutcome.stopped());
        } finally {
            lock.unlock();
        }
        threads.shutdown();
        if (!threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) threads.shutdownNow();
    }

    private void run(String id, AgentSession session) {
        TaskOutcome outcome;
        open.remember(id);
        try {
            outcome = session.run();
        } catch (InterruptedException _) {
            outcome = TaskOutcome.stopped();
        } catch (RuntimeException bug) {
            log.atError().addKeyValue("session", id).setCause(bug).log("session broke");
            outcome = TaskOutcome.failed("The agent failed: " + bug);
        }
        lock.lock();
        try {
            running.remove(id);
            past.add(id);
            if (past.size() > REMEMBERED) past.removeFirst();
        } finally {
            lock.unlock();
        }
        log.atInfo()
                .addKeyValue("session", id)
                .addKeyValue("status", outcome.status())
                .addKeyValue("exitCode", outcome.exitCode())
                .addKeyValue("cause", session.cause())
                .addKeyValue("output", outcome.output())
                .log("session ended");
        ended.accept(id, outcome);
    }
}
