package dev.postern.agent;

import dev.postern.agent.SessionDocument.Kind;
import dev.postern.protocol.AgentHandshake;
import dev.postern.protocol.AgentHandshake.Step;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.PortMode;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionTask;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One session on this node, from the request to its last byte. */
final class AgentSession implements DataChannel.Handler {

    /** How long the first data channel may take. The server gives up earlier; this is for the case that it is gone. */
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(30);

    /** A handshake has two frames from the client; what comes in its place is left unacknowledged, to come again. */
    private static final int HANDSHAKE_FRAMES = 16;

    /** What a session needs of the agent. */
    record Surroundings(
            AgentSettings settings,
            String instanceId,
            String platformType,
            SessionKeySource keys,
            InstantSource clock) {}

    private final SessionTask task;
    private final Surroundings surroundings;
    private final DataChannel channel;
    private final BlockingQueue<Frame> handshakeFrames = new ArrayBlockingQueue<>(HANDSHAKE_FRAMES);

    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable SessionWork work;
    private volatile @Nullable Cancellation cancelled;
    private @Nullable Thread runner;

    /**
     * An end from outside.
     *
     * @param because for the log
     * @param outcome for the server
     */
    private record Cancellation(String because, TaskOutcome outcome) {}

    AgentSession(SessionTask task, Surroundings surroundings, DataChannel channel) {
        this.task = task;
        this.surroundings = surroundings;
        this.channel = channel;
    }

    /** Runs to the end; the outcome is for the server. */
    TaskOutcome run() throws InterruptedException {
        SessionDocument document;
        Plan plan;
        try {
            document = SessionDocument.of(task, surroundings.platformType);
            plan = plan(document);
        } catch (TaskRefused refused) {
            return TaskOutcome.failed(refused.reason());
        }
        lock.lock();
        try {
            if (cancelled != null) return cancelled.outcome;
            runner = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            return run(document, plan);
        } catch (TaskRefused refused) {
            return ended(TaskOutcome.failed(refused.reason()));
        } catch (DataChannel.Gone _) {
            return ended(TaskOutcome.ended());
        } catch (InterruptedException interrupted) {
            if (cancelled == null) throw interrupted;
            return ended(TaskOutcome.ended());
        }
    }

    private TaskOutcome run(SessionDocument document, Plan plan)
            throws InterruptedException, TaskRefused, DataChannel.Gone {
        try {
            if (!plan.handshakes) work = plan.work(AgentVersion.UNKNOWN);
            channel.start(this);
            if (!channel.awaitConnected(CONNECT_PATIENCE))
                return ended(TaskOutcome.failed("The node could not open the data channel of the session."));
            if (plan.handshakes) shakeHands(document, plan);
            var running = Objects.requireNonNull(work, "made at once, or by the handshake");
            if (cancelled != null) running.cancel();
            var outcome = running.run(channel);
            if (cancelled != null) return ended(outcome);
            channel.finish();
            return outcome;
        } finally {
            channel.close();
        }
    }

    /** Ends the session soon, whatever it does. From any thread. */
    void cancel(String because, TaskOutcome outcome) {
        SessionWork running;
        lock.lock();
        try {
            if (cancelled != null) return;
            cancelled = new Cancellation(because, outcome);
            running = work;
            // Before there is work, the runner waits for a channel or a handshake.
            if (running == null && runner != null) runner.interrupt();
        } finally {
            lock.unlock();
        }
        if (running != null) running.cancel();
        channel.abandon(); // its window may be full, and nobody there to make room
    }

    /** Why it ended, for the log. */
    String cause() {
        var why = cancelled;
        return why == null ? "by itself" : why.because;
    }

    @Override
    public boolean isReadyFor(Frame frame) {
        var running = work;
        if (running != null) return running.isReadyFor(frame);
        return isHandshake(frame) && handshakeFrames.remainingCapacity() > 0;
    }

    @Override
    public void received(Frame frame) {
        var running = work;
        if (running != null) running.received(frame);
        else if (isHandshake(frame)) handshakeFrames.add(frame);
    }

    @Override
    public void ended(DataChannel.End end) {
        switch (end) {
            case DataChannel.End.ClosedByServer _ -> cancel("terminated by the server", TaskOutcome.ended());
            case DataChannel.End.Lost(var cause) ->
                cancel(
                        "data channel lost",
                        TaskOutcome.failed("The node could not reach the gateway for "
                                + surroundings.settings.grace().toSeconds() + " s: " + cause));
        }
    }

    private TaskOutcome ended(TaskOutcome outcome) {
        var why = cancelled;
        return why == null ? outcome : why.outcome;
    }

    private static boolean isHandshake(Frame frame) {
        return frame.payloadType() == PayloadType.HANDSHAKE_RESPONSE
                || frame.payloadType() == PayloadType.ENCRYPTION_CHALLENGE_RESPONSE;
    }

    /** Makes the work, too, since its kind may depend on the client's version. */
    private void shakeHands(SessionDocument document, Plan plan)
            throws InterruptedException, TaskRefused, DataChannel.Gone {
        var clock = surroundings.clock;
        var encryption = document.kmsKeyId().isEmpty() || document.kind() instanceof Kind.Port
                ? null
                : new AgentHandshake.Encryption(
                        surroundings.keys,
                        new SecureRandom(),
                        document.kmsKeyId(),
                        task.sessionId(),
                        surroundings.instanceId,
                        false); // the stock plugin leaves the challenge out
        var handshake = new AgentHandshake(new AgentHandshake.Wanted(
                Heartbeat.VERSION, plan.sessionType, plan.properties, encryption, plan.separateOutput));
        channel.send(handshake.begin(clock.instant()));
        while (true) {
            var left = Duration.between(clock.instant(), handshake.deadline().orElse(clock.instant()));
            var frame = handshakeFrames.poll(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
            if (frame == null) {
                var late = handshake.expired(clock.instant());
                if (late.isPresent()) throw new TaskRefused(late.get().reason());
                continue;
            }
            switch (step(handshake, frame)) {
                case Step.Send(var payload) -> channel.send(payload);
                case Step.Completed(var payload, var clientVersion, var cipher) -> {
                    // Ready before the client hears of it: its first bytes may come at once.
                    if (cipher != null) channel.encryptWith(cipher);
                    work = plan.work(clientVersion);
                    channel.send(payload);
                    return;
                }
                case Step.Failed(var reason) -> throw new TaskRefused(reason);
                case Step.Ignored() -> {}
            }
        }
    }

    private Step step(AgentHandshake handshake, Frame frame) throws TaskRefused {
        try {
            return handshake.receive(frame, surroundings.clock.instant());
        } catch (ProtocolViolation broken) {
            throw new TaskRefused("The client's handshake cannot be read: " + broken.getMessage(), broken);
        }
    }

    private interface Works {
        SessionWork with(AgentVersion clientVersion);
    }

    /** What is to run, and what is asked of the client first. */
    private record Plan(
            String sessionType,
            boolean handshakes,
            @Nullable JsonNode properties,
            boolean separateOutput,
            Works works) {
        SessionWork work(AgentVersion clientVersion) {
            return works.with(clientVersion);
        }
    }

    private Plan plan(SessionDocument document) throws TaskRefused {
        var id = task.sessionId();
        var size = task.maxPayload();
        boolean encrypted = !document.kmsKeyId().isEmpty();
        return switch (document.kind()) {
            case Kind.Shell() -> {
                var user = user(document, false);
                var typed = document.shellProfile().isEmpty() ? "" : typed(document.shellProfile());
                yield new Plan(
                        "Standard_Stream",
                        encrypted,
                        null,
                        false,
                        _ -> terminal(user, user.running(user.loginShell()), typed));
            }
            case Kind.InteractiveCommand(var commands, var elevated) -> {
                var user = user(document, elevated);
                var command = LocalUser.isWindows()
                        ? List.of(user.shell(), "-NoLogo", "-Command", commands)
                        : List.of("/bin/sh", "-c", commands);
                yield new Plan(
                        "InteractiveCommands", encrypted, null, false, _ -> terminal(user, user.running(command), ""));
            }
            case Kind.Command(var commands, var elevated, var separation) -> {
                var user = user(document, elevated);
                yield new Plan(
                        "NonInteractiveCommands",
                        true,
                        null,
                        separation != null,
                        _ -> new CommandWork(id, user, commands, user.environment(System.getenv()), separation, size));
            }
            case Kind.Port port -> {
                var target = PortTarget.of(port, surroundings.settings.deniedAddresses());
                yield new Plan(
                        "Port", true, port.properties(), false, clientVersion -> port(port, target, clientVersion));
            }
        };
    }

    private SessionWork port(Kind.Port port, PortTarget target, AgentVersion clientVersion) {
        var id = task.sessionId();
        var size = clientVersion.clientReadsLargePayloads() ? task.maxPayload() : SessionTask.STOCK_PAYLOAD;
        return switch (PortMode.atAgent(port.properties(), clientVersion)) {
            case BASIC -> new PortWork(id, target, port.forwarding(), size);
            case MULTIPLEXED -> new MultiplexedPortWork(id, target, false, size, surroundings.clock);
            case MULTIPLEXED_WITH_KEEP_ALIVE -> new MultiplexedPortWork(id, target, true, size, surroundings.clock);
        };
    }

    private TerminalWork terminal(LocalUser user, List<String> command, String typed) {
        return new TerminalWork(
                task.sessionId(),
                user.isOwn() ? null : user.name(),
                command,
                user.environment(System.getenv()),
                user.directory(),
                typed,
                task.maxPayload());
    }

    private static String typed(String profile) {
        return LocalUser.isWindows()
                ? profile.lines().map(line -> line + "\r\n").reduce("", String::concat)
                : profile + "\n";
    }

    private LocalUser user(SessionDocument document, boolean elevated) throws TaskRefused {
        var own = LocalUser.ofThisProcess();
        if (LocalUser.isWindows() || elevated) return own; // elevated means root, where the agent is root
        var configured = surroundings.settings.shellUser();
        var name = document.runAsEnabled() ? document.runAs() : configured == null ? "" : configured;
        if (document.runAsEnabled() && name.isEmpty())
            throw new TaskRefused(
                    "The session is to run as a user of this node, but names none (tag SSMSessionRunAs or runAsDefaultUser).");
        if (name.isEmpty() || name.equals(own.name())) return own;
        var user = LocalUser.named(name);
        if (user.isEmpty()) throw new TaskRefused("The user " + name + " does not exist on this node.");
        if (!LocalUser.isRoot())
            throw new TaskRefused(
                    "The agent cannot run the session as " + name + ": it runs as " + own.name() + ", not as root.");
        return user.get().withUsableShell(); // whoever set this user wants sessions as it: the stock agent runs sh
    }
}
