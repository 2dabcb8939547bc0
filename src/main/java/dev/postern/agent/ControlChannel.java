package dev.postern.agent;

import dev.postern.protocol.AgentJobReplyAck;
import dev.postern.protocol.AgentTaskAcknowledge;
import dev.postern.protocol.ChannelClosed;
import dev.postern.protocol.Frame;
import dev.postern.protocol.InteractiveShell;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenControlChannel;
import dev.postern.protocol.ProtocolViolation;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's standing connection, over which the server asks for sessions and commands and hears of their ends. Lost, it is opened again, for ever.
 */
final class ControlChannel implements Reports.Link {

    /** A connection that ends sooner than this was not worth much: the next try waits longer. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(ControlChannel.class);

    private final Endpoint endpoint;
    private final RoleTokens tokens;
    private final String instanceId;
    private final String platformType;
    private final Sessions sessions;
    private final Reports reports;
    private final Jobs jobs;
    private final JobReplies replies;
    private final Backoff backoff;
    private final InstantSource clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ChannelSocket socket;

    /** @param platformType lower case */
    ControlChannel(
            Endpoint endpoint,
            RoleTokens tokens,
            String instanceId,
            String platformType,
            Sessions sessions,
            Reports reports,
            Jobs jobs,
            JobReplies replies,
            Backoff backoff,
            InstantSource clock) {
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.instanceId = instanceId;
        this.platformType = platformType;
        this.sessions = sessions;
        this.reports = reports;
        this.jobs = jobs;
        this.replies = replies;
        this.backoff = backoff;
        this.clock = clock;
    }

    boolean isConnected() {
        lock.lock();
        try {
            return socket != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ChannelSocket awaitConnected() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (socket == null) changed.await();
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps connected for ever; ends by interruption. */
    void run() {
        var tries = backoff.since(clock.instant());
        try {
            while (true) {
                var connected = connect();
                if (connected == null) {
                    Thread.sleep(tries.next(clock.instant()));
                    continue;
                }
                log.atInfo().addKeyValue("node", instanceId).log("control channel open");
                var since = clock.instant();
                var cause = connected.awaitEnd();
                lock.lock();
                try {
                    socket = null;
                } finally {
                    lock.unlock();
                }
                log.atInfo()
                        .addKeyValue("node", instanceId)
                        .addKeyValue("cause", cause)
                        .log("control channel lost");
                var now = clock.instant();
                // A server that accepts and closes must not be asked without end.
                if (now.isAfter(since.plus(STABLE))) tries = backoff.since(now);
                Thread.sleep(tries.next(now));
            }
        } catch (InterruptedException _) {
            drop();
        }
    }

    private @Nullable ChannelSocket connect() throws InterruptedException {
        var credentials = tokens.current();
        try {
            var token = endpoint.controlChannelToken(credentials, instanceId);
            var fresh = endpoint.openControlChannel(credentials, instanceId, this::received);
            var open = new OpenControlChannel(UUID.randomUUID(), token, Heartbeat.VERSION, platformType);
            if (!fresh.send(open.toJson())) return null;
            lock.lock();
            try {
                socket = fresh;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            return fresh;
        } catch (CallRefused refusal) {
            if (refusal.isAboutCredentials()) tokens.refused(credentials);
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(refusal.getMessage()))
                    .log("control channel refused");
        } catch (IOException unreachable) {
            log.atDebug().addKeyValue("cause", unreachable.toString()).log("control channel not opened");
        }
        return null;
    }

    private void received(ChannelSocket from, Frame frame) {
        var type = frame.type();
        try {
            if (type.equals(MessageType.INTERACTIVE_SHELL))
                sessions.start(InteractiveShell.parse(frame).content());
            else if (type.equals(MessageType.CHANNEL_CLOSED))
                sessions.cancel(ChannelClosed.parse(frame).sessionId());
            else if (type.equals(MessageType.AGENT_TASK_ACKNOWLEDGE))
                reports.acknowledged(AgentTaskAcknowledge.parse(frame).messageId());
            else if (type.equals(MessageType.AGENT_JOB))
                from.send(jobs.take(frame).toFrame(UUID.randomUUID(), clock.instant()));
            else if (type.equals(MessageType.AGENT_JOB_REPLY_ACK)) replies.acknowledged(AgentJobReplyAck.parse(frame));
            else log.atDebug().addKeyValue("type", type).log("control message ignored");
        } catch (ProtocolViolation broken) {
            log.atWarn()
                    .addKeyValue("type", type)
                    .addKeyValue("violation", broken.getMessage())
                    .log("control message ignored");
        } catch (InterruptedException _) {
            from.drop("the agent stops");
        }
    }

    private void drop() {
        lock.lock();
        try {
            if (socket != null) socket.drop("the agent stops");
            socket = null;
        } finally {
            lock.unlock();
        }
    }
}
