package dev.postern.gateway;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.Relays;
import dev.postern.session.spi.SessionLedger;
import dev.postern.session.spi.TokenHash;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live relays, and the doors through which their ends come. */
final class Gateway implements Relays, Terminals, Forwards, DataChannels {
    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final Map<SessionId, Relay> relays = new ConcurrentHashMap<>();
    private final Map<SessionId, PortForward> forwards = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Surroundings around;
    /** Ends that the ledger did not take, say while the trail cannot be written: told again until it does. */
    private final Map<SessionId, EndCause> untold = new ConcurrentHashMap<>();

    private final Tapes tapes;
    private volatile boolean draining;

    Gateway(
            GatewaySettings settings,
            Path spools,
            SpoolFile.Disk disk,
            DataKeys dataKeys,
            SessionLedger ledger,
            NodeBackend backend,
            MeterRegistry meters,
            InstantSource clock,
            Executor reports) {
        this.tapes = new Tapes(spools, ledger);
        var traffic = new Traffic();
        traffic.register(meters);
        this.around = new Surroundings(
                settings,
                clock,
                ledger,
                backend,
                spools,
                disk,
                tapes,
                dataKeys,
                UUID::randomUUID,
                reports,
                traffic,
                this::over,
                untold::put);
    }

    /** What becomes of the sessions' bytes, for whoever keeps them. */
    Tapes tapes() {
        return tapes;
    }

    // ── Relays

    @Override
    public void open(RelayPlan plan) {
        try {
            relays.put(plan.id(), relay(plan, false));
        } catch (IOException e) {
            throw new UncheckedIOException("no spool for session " + plan.id(), e);
        }
    }

    @Override
    public boolean begin(SessionId id) {
        var relay = relays.get(id);
        return relay != null && relay.begin();
    }

    @Override
    public void waiting(Map<SessionId, Integer> before) {
        before.forEach((id, sessions) -> {
            var relay = relays.get(id);
            if (relay != null) relay.waits(sessions);
        });
    }

    @Override
    public void takeUp(RelayPlan plan) {
        if (isForward(plan)) {
            // its client was this process, which knows nothing of the connections there were
            around.ledger().ended(plan.id(), new EndCause.Failed("The server was restarted."));
            return;
        }
        try {
            relays.put(plan.id(), relay(plan, true));
        } catch (IOException e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("session not taken up");
            around.ledger()
                    .ended(
                            plan.id(),
                            new EndCause.Failed("The session's recording could not be opened after a restart."));
        } catch (SessionKeyUnavailable e) {
            log.atError().addKeyValue("session", plan.id()).setCause(e).log("session not taken up");
            around.ledger()
                    .ended(
                            plan.id(),
                            new EndCause.Failed(
                                    "The session's key could not be opened after a restart: " + e.getMessage()));
        }
    }

    private Relay relay(RelayPlan plan, boolean takenUp) throws IOException {
        if (isForward(plan)) return CommandLineRelay.open(plan, around, takenUp);
        return switch (plan.client()) {
            case BROWSER -> TerminalRelay.open(plan, around, takenUp);
            case COMMAND_LINE -> CommandLineRelay.open(plan, around, takenUp);
        };
    }

    private static boolean isForward(RelayPlan plan) {
        return plan.client() == Session.Client.BROWSER && plan.kind() == RelayPlan.Kind.PORT;
    }

    @Override
    public boolean expectClient(SessionId id, TokenHash token) {
        var relay = relays.get(id);
        if (relay == null) return false;
        relay.expectClient(token);
        return true;
    }

    @Override
    public boolean cut(SessionId id, EndCause cause) {
        var relay = relays.get(id);
        return relay != null && relay.end(cause);
    }

    private void over(Relay relay) {
        relays.remove(relay.plan.id(), relay);
    }

    // ── Terminals

    @Override
    public Optional<Attachment> attach(SessionId id, Viewer viewer, AttachRequest request) {
        if (relays.get(id) instanceof TerminalRelay relay) return Optional.of(relay.attach(viewer, request));
        return around.ledger()
                .find(id)
                .filter(session -> session.client() == Session.Client.BROWSER)
                .flatMap(session -> session.state() instanceof SessionState.Ended ended
                        ? Optional.of(EndedTerminal.show(id, around, ended, viewer, request))
                        : Optional.empty());
    }

    // ── Forwards

    @Override
    public Forward forward(SessionId id, String clientToken, Runnable ended) throws IOException {
        var relay = relays.get(id);
        if (relay == null || !isForward(relay.plan)) throw new IOException(id + " is not a live port session");
        var forward = new PortForward(id, around.clock(), () -> {
            forwards.remove(id);
            ended.run();
        });
        var inlet = clientEnd(id, clientToken, forward.link());
        if (inlet.isEmpty()) {
            forward.link().end();
            throw new IOException(id + " is over already");
        }
        forwards.put(id, forward);
        forward.begin(inlet.get());
        return forward;
    }

    // ── DataChannels

    @Override
    public Ticket create(NodeId node, SessionId session) {
        var relay = relays.get(session);
        if (relay == null) return withoutRelay(node, session);
        if (!relay.plan.node().equals(node)) return new Ticket.Foreign();
        if (relay.isEnding()) return new Ticket.AlreadyTerminated();
        if (draining) return new Ticket.NotNow();
        var token = newToken();
        relay.expectNode(TokenHash.of(token));
        return new Ticket.Granted(token);
    }

    private Ticket withoutRelay(NodeId node, SessionId session) {
        var mine = around.ledger().find(session).filter(found -> found.node().equals(node));
        if (mine.isEmpty()) return new Ticket.Foreign();
        // live, but not here: this server stops, and the next one takes the session up
        if (mine.get().state().live()) return new Ticket.NotNow();
        // an orphan: its worker lingers until the control channel says so too
        around.backend().cancel(node, session, "");
        return new Ticket.AlreadyTerminated();
    }

    @Override
    public Optional<Inlet> nodeEnd(NodeId node, SessionId session, String token, FrameLink link) {
        var relay = relays.get(session);
        if (relay == null || draining || !relay.plan.node().equals(node)) return Optional.empty();
        return Optional.ofNullable(relay.openNodeEnd(token, link));
    }

    @Override
    public Optional<Inlet> clientEnd(SessionId session, String token, FrameLink link) {
        if (draining || !(relays.get(session) instanceof CommandLineRelay relay) || !relay.opensClientEnd(token)) {
            return Optional.empty();
        }
        try {
            return Optional.of(relay.openClientEnd(link));
        } catch (IOException e) {
            log.atError().addKeyValue("session", session).setCause(e).log("spool not readable");
            return Optional.empty();
        }
    }

    @Override
    public void completed(NodeId node, SessionId session, Completion completion, Runnable written) {
        var relay = relays.get(session);
        if (relay == null) {
            around.reports().execute(() -> completedWithoutRelay(node, session, completion, written));
        } else if (relay.plan.node().equals(node)) {
            relay.completed(completion, written);
        } else {
            log.atWarn()
                    .addKeyValue("session", session)
                    .addKeyValue("node", node)
                    .log("a node ended another node's session");
            written.run();
        }
    }

    /** Over for long, mostly; but while this server stops, what is live has no relay any more, and the next server must not wait for it. */
    private void completedWithoutRelay(NodeId node, SessionId session, Completion completion, Runnable written) {
        var live = around.ledger()
                .find(session)
                .filter(found -> found.node().equals(node) && found.state().live());
        if (live.isPresent()) {
            // an end that the ledger did not take came first
            around.ledger().ended(session, untold.getOrDefault(session, Relay.cause(completion, null)));
            forgetTyping(session);
        }
        written.run();
    }

    /** What was typed may be a password, and nobody will send it again. */
    private void forgetTyping(SessionId session) {
        try {
            var folder = around.spools().resolve(session.value());
            Files.deleteIfExists(folder.resolve(HeldInput.FILE));
            Files.deleteIfExists(folder.resolve(InputJournal.FILE));
        } catch (IOException e) {
            log.atWarn().addKeyValue("session", session).setCause(e).log("input journal not deleted");
        }
    }

    /** 256 bits. */
    private String newToken() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // ── time

    private void tellAgain() {
        untold.forEach((id, cause) -> {
            try {
                around.ledger().ended(id, cause);
                untold.remove(id);
            } catch (RuntimeException e) {
                log.atError()
                        .addKeyValue("session", id)
                        .addKeyValue("cause", cause)
                        .setCause(e)
                        .log("end still not written");
            }
        });
    }

    /** Ten times a second. */
    void tick() {
        var now = around.clock().instant();
        for (var relay : relays.values()) {
            try {
                relay.tick(now);
            } catch (RuntimeException e) {
                log.atError()
                        .addKeyValue("session", relay.plan.id())
                        .setCause(e)
                        .log("tick failed");
            }
        }
        for (var forward : forwards.values()) forward.tick(now);
    }

    /** Once a second, where time does not matter: what was written goes to the disk itself. */
    void force() {
        tellAgain();
        for (var relay : relays.values()) {
            try {
                relay.force();
            } catch (ClosedChannelException e) {
                // it ended just now: closing has forced it
                if (!relay.isEnding()) notForced(relay, e);
            } catch (IOException e) {
                notForced(relay, e);
            }
        }
    }

    private static void notForced(Relay relay, IOException e) {
        log.atWarn().addKeyValue("session", relay.plan.id()).setCause(e).log("spool not forced to disk");
    }

    /** Once an hour: spools of sessions that ended long ago, and are kept elsewhere, are deleted. */
    void sweep() {
        var before = around.clock().instant().minus(around.settings().keepSpool());
        try (var folders = Files.newDirectoryStream(around.spools(), Files::isDirectory)) {
            for (var folder : folders) {
                var name = folder.getFileName().toString();
                if (SessionId.isValid(name)) sweep(new SessionId(name), folder, before);
            }
        } catch (NoSuchFileException e) {
            // no session yet
        } catch (IOException e) {
            log.atWarn().addKeyValue("folder", around.spools()).setCause(e).log("old spools not deleted");
        }
    }

    private void sweep(SessionId id, Path folder, Instant before) {
        if (relays.containsKey(id) || !tapes.isDispensable(id)) return;
        try {
            if (lastWritten(folder).isBefore(before)) forget(id, folder);
        } catch (IOException e) {
            log.atWarn().addKeyValue("session", id).setCause(e).log("old spool not deleted");
        }
    }

    private static Instant lastWritten(Path folder) throws IOException {
        var last = Files.getLastModifiedTime(folder).toInstant();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                var written = Files.getLastModifiedTime(file).toInstant();
                if (written.isAfter(last)) last = written;
            }
        }
        return last;
    }

    private static void forget(SessionId id, Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) Files.delete(file);
        }
        Files.delete(folder);
        log.atInfo().addKeyValue("session", id).log("spool deleted");
    }

    /** The server stops: no new ends, and those that are there are told to come back. Sessions stay live in the table and the spool. */
    void drain() {
        draining = true;
        for (var relay : relays.values()) relay.suspend();
        relays.clear();
    }
}
