package dev.postern.agent;

import dev.postern.protocol.CommandReply;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.protocol.SessionTask;
import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: this machine, as far as Postern reaches it. {@link #start} registers if need be and then dials out, for ever; nothing listens. A restarted
 * agent with the same state directory is the same node, and says that what ran before is over. A server that is gone, restarted or unreachable is waited for; shells run on meanwhile, for
 * as long as {@link AgentSettings#grace}.
 *
 * <p>Safe for use by several threads.
 */
public final class Agent implements AutoCloseable {

    private static final Duration REPORT_PATIENCE = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final AgentSettings settings;
    private final InstantSource clock;
    private final StateDirectory state;
    private final JobFiles jobFiles;
    private final Endpoint endpoint;
    private final Backoff backoff;
    private final List<Thread> threads = new ArrayList<>();

    private volatile @Nullable NodeIdentity identity;
    private volatile @Nullable Sessions sessions;
    private volatile @Nullable ControlChannel control;
    private volatile @Nullable Reports reports;
    private volatile @Nullable Jobs jobs;
    private volatile @Nullable JobReplies replies;
    private boolean closed;

    /**
     * An agent that has not begun yet.
     *
     * @throws IOException if the state directory cannot be used, or another agent uses it
     */
    public Agent(AgentSettings settings, InstantSource clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.state = StateDirectory.open(settings.state());
        this.jobFiles = state.jobs();
        this.backoff = new Backoff(new Random());
        this.identity = state.identity().orElse(null);
        var known = identity;
        var region = known == null ? settings.region() : known.region();
        this.endpoint = new Endpoint(settings.endpoint(), region, settings.trusted(), clock);
    }

    /** The node's id; empty until it is registered. */
    public Optional<String> nodeId() {
        return Optional.ofNullable(identity).map(NodeIdentity::instanceId);
    }

    /** Whether the server can ask this node for sessions now. */
    public boolean isConnected() {
        var channel = control;
        return channel != null && channel.isConnected();
    }

    /**
     * Registers this machine, unless it is registered already; an activation that isn't needed is left alone.
     *
     * @return the node's id
     * @throws RegistrationRefused if the server says no, or there is no activation to register with
     * @throws IOException if the server cannot be reached, or the identity cannot be kept
     */
    public synchronized String register() throws RegistrationRefused, IOException, InterruptedException {
        var known = identity;
        if (known != null) return known.instanceId();
        var activation = settings.activation();
        if (activation == null)
            throw new RegistrationRefused("This machine is not registered: an activation id and code are needed once.");
        var fingerprint = UUID.randomUUID().toString();
        var key = NodeIdentity.newKey();
        try {
            var id = endpoint.register(activation, fingerprint, key.getPublic());
            var fresh = new NodeIdentity(id, settings.region(), fingerprint, key.getPrivate(), key.getPublic());
            state.openSessions().clear(); // of the node this machine was before
            state.keep(fresh);
            identity = fresh;
            log.atInfo()
                    .addKeyValue("node", id)
                    .addKeyValue("endpoint", settings.endpoint())
                    .log("registered");
            return id;
        } catch (CallRefused refusal) {
            throw new RegistrationRefused(
                    "The server does not register this machine: " + refusal.getMessage(), refusal);
        }
    }

    /** Begins, and returns at once. Registering goes on in the background for as long as the server can't be reached; a refusal is logged and final. */
    public synchronized void start() {
        if (!threads.isEmpty()) throw new IllegalStateException("an agent starts once");
        threads.add(Thread.ofVirtual().name("agent-start").start(this::begin));
    }

    /** Ends all sessions and commands, tells the server, and hangs up. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) return;
            closed = true;
        }
        try {
            var running = sessions;
            if (running != null) running.close();
            var work = jobs;
            if (work != null) work.close();
            var ends = reports;
            if (ends != null && isConnected()) ends.awaitTold(REPORT_PATIENCE);
            var answers = replies;
            if (answers != null && isConnected()) answers.awaitTold(REPORT_PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            for (var thread : threads) thread.interrupt();
        }
        endpoint.close();
        try {
            state.close();
        } catch (IOException failed) {
            log.atWarn().setCause(failed).log("state directory not released");
        }
    }

    private void begin() {
        try {
            var node = registered();
            if (node.isEmpty()) return;
            run(node.get());
        } catch (InterruptedException _) {
            // closed
        }
    }

    private Optional<NodeIdentity> registered() throws InterruptedException {
        var tries = backoff.since(clock.instant());
        while (true) {
            try {
                register();
                return Optional.ofNullable(identity);
            } catch (RegistrationRefused refusal) {
                log.atError()
                        .addKeyValue("cause", String.valueOf(refusal.getMessage()))
                        .log("not registered");
                return Optional.empty();
            } catch (IOException unreachable) {
                var wait = tries.next(clock.instant());
                log.atWarn()
                        .addKeyValue("cause", unreachable.toString())
                        .addKeyValue("retryIn", wait)
                        .log("not registered yet");
                Thread.sleep(wait);
            }
        }
    }

    private void run(NodeIdentity node) {
        var facts = PlatformFacts.ofThisMachine(settings.endpoint());
        var tokens = new RoleTokens(new NodeTokens(), backoff, clock);
        var surroundings = new AgentSession.Surroundings(
                settings, node.instanceId(), facts.channelType(), new KmsKeys(endpoint, tokens), clock);
        var open = state.openSessions();
        var ends = new Reports(node.instanceId(), clock, open::forget);
        // Begun by a process that is gone, and its shells with it.
        for (var sessionId : open.remembered()) ends.add(sessionId, TaskOutcome.stopped());
        var running = new Sessions(
                task -> new AgentSession(task, surroundings, channel(task, node.instanceId(), tokens)),
                open,
                ends::add);
        var answers = new JobReplies(clock, jobFiles::told);
        var work = new Jobs(jobSurroundings(node, facts), facts.type(), jobFiles, answers);
        work.takeUp();
        var channel = new ControlChannel(
                endpoint, tokens, node.instanceId(), facts.channelType(), running, ends, work, answers, backoff, clock);
        var heartbeat = new Heartbeat(endpoint, tokens, node.instanceId(), settings, channel);
        synchronized (this) {
            if (closed) return;
            sessions = running;
            reports = ends;
            jobs = work;
            replies = answers;
            control = channel;
            begin("agent-token", tokens::run);
            begin("agent-control", channel::run);
            begin("agent-reports", () -> ends.run(channel));
            begin("agent-replies", () -> answers.run(channel));
            begin("agent-heartbeat", heartbeat::run);
        }
    }

    private Job.Surroundings jobSurroundings(NodeIdentity node, PlatformFacts facts) {
        var self = new CommandReply.Agent(
                Heartbeat.AGENT_NAME, Heartbeat.VERSION.toString(), facts.name(), facts.version());
        return new Job.Surroundings(node.instanceId(), node.region(), self, clock);
    }

    private void begin(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    private DataChannel channel(SessionTask task, String instanceId, RoleTokens tokens) {
        return new DataChannel(
                task.sessionId(),
                instanceId,
                new SessionLinks(task.sessionId(), tokens),
                clock,
                backoff,
                settings.grace());
    }

    /** Asks with the node's present key, and changes it when the server wants another. */
    private final class NodeTokens implements RoleTokens.Source {

        @Override
        public RoleToken ask() throws IOException, InterruptedException {
            return endpoint.roleToken(present());
        }

        @Override
        public void changeKey() throws IOException, InterruptedException {
            var old = present();
            var next = NodeIdentity.newKey();
            endpoint.changeKey(old, next);
            var renewed = old.withKey(next);
            identity = renewed;
            state.keep(renewed);
            log.atInfo().addKeyValue("node", old.instanceId()).log("key changed");
        }

        private NodeIdentity present() {
            return Objects.requireNonNull(identity, "tokens are asked for after registration");
        }
    }

    /** Opens the sockets of one session. */
    private final class SessionLinks implements DataChannel.Links {
        private final String sessionId;
        private final RoleTokens tokens;
        private volatile @Nullable Credentials used;

        SessionLinks(String sessionId, RoleTokens tokens) {
            this.sessionId = sessionId;
            this.tokens = tokens;
        }

        @Override
        public String token() throws IOException, InterruptedException {
            used = tokens.current();
            return endpoint.dataChannelToken(tokens.current(), sessionId);
        }

        @Override
        public ChannelSocket open(ChannelSocket.Receiver receiver) throws IOException, InterruptedException {
            return endpoint.openDataChannel(tokens.current(), sessionId, receiver);
        }

        @Override
        public void refused(CallRefused refusal) {
            var with = used;
            if (with != null && refusal.isAboutCredentials()) tokens.refused(with);
        }
    }

    /** The data keys of encrypted sessions come from the server's KMS, with the node's own credentials. */
    private record KmsKeys(Endpoint endpoint, RoleTokens tokens) implements SessionKeySource {

        @Override
        public DataKey generate(String keyId, Map<String, String> context) {
            throw new SessionKeyUnavailable("data keys are the client's to make");
        }

        @Override
        public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
            try {
                return endpoint.decrypt(tokens.current(), keyId, blob, context);
            } catch (IOException refused) {
                throw new SessionKeyUnavailable(String.valueOf(refused.getMessage()), refused);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new SessionKeyUnavailable("the agent stops", stopped);
            }
        }
    }
}
