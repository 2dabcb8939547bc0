package dev.postern.session;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.SignedOut;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.SessionTask;
import dev.postern.session.SessionRecords.Beginning;
import dev.postern.session.SessionRecords.Kept;
import dev.postern.session.SessionRefused.Code;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.Relays;
import dev.postern.session.spi.RoomToRecord;
import dev.postern.session.spi.TokenHash;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sessions behind the gate. */
@Component
class GatedSessions implements Sessions, SmartInitializingSingleton {
    private static final Logger log = LoggerFactory.getLogger(GatedSessions.class);

    /** As in the public model, and one line. */
    private static final int LONGEST_REASON = 256;

    private static final int MOST_PER_PAGE = 1_000;

    /** Its task was in memory only. */
    private static final EndCause RESTARTED =
            new EndCause.Failed("The server was restarted while the session waited for its turn. Start it again.");

    /**
     * What Postern's own agent may send per frame to Postern's terminal, and through a port to a client that says that it is new enough; stock
     * agents don't read it and stay at 1,024.
     */
    private static final int LARGE_PAYLOAD = 16 * 1024;

    private final SessionRecords records;
    private final SessionDocuments documents;
    private final SessionEncryption encryption;
    private final SessionLife life;
    private final Starts starts;
    private final SessionSettings settings;
    private final Gate gate;
    private final SessionLegs legs;
    private final Account account;
    private final Nodes nodes;
    private final NodeBackend backend;
    private final Relays relays;
    private final RoomToRecord recordings;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    GatedSessions(
            SessionRecords records,
            SessionDocuments documents,
            SessionEncryption encryption,
            SessionLife life,
            Starts starts,
            SessionSettings settings,
            Gate gate,
            SessionLegs legs,
            Account account,
            Nodes nodes,
            NodeBackend backend,
            Relays relays,
            RoomToRecord recordings,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            InstantSource clock) {
        this.records = records;
        this.documents = documents;
        this.encryption = encryption;
        this.life = life;
        this.starts = starts;
        this.settings = settings;
        this.gate = gate;
        this.legs = legs;
        this.account = account;
        this.nodes = nodes;
        this.backend = backend;
        this.relays = relays;
        this.recordings = recordings;
        this.events = events;
        this.clock = clock;
        Gauge.builder("postern.sessions.live", records, SessionRecords::countLive)
                .register(meters);
    }

    @Override
    public Outcome<Started> start(Caller caller, Start start) {
        var id = newId(caller);
        var document = SessionDocuments.nameOr(start.document());
        var request = legs.start(caller, start.node(), start.document())
                .session(id.value())
                .with(Map.of(
                        "document", document,
                        "documentVersion", documents.versionOf(document),
                        "reason", start.reason(),
                        "client", start.client().name()));
        return gate.perform(request, () -> open(caller, start, id));
    }

    private Started open(Caller caller, Start start, SessionId id) {
        try {
            return make(caller, start, id);
        } catch (RuntimeException e) {
            // a place it may have taken
            starts.leave(id);
            throw e;
        }
    }

    private Started make(Caller caller, Start start, SessionId id) {
        checkReason(start.reason());
        var node = nodes.find(start.node())
                .filter(found -> backend.isConnected(found.id()))
                .orElseThrow(() -> Starts.notConnected(start.node()));
        var document = documents.prepare(start.document(), start.parameters());
        if (start.client() == Session.Client.BROWSER && !document.showsInBrowser()) {
            throw new SessionRefused(Code.INVALID_PARAMETERS, document.name() + " needs a command-line client.");
        }
        checkRoom(start.node());
        recordings.refusal().ifPresent(why -> {
            throw new SessionRefused(Code.NO_RECORDING, why);
        });
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var state = starts.enter(id, node.id(), now);
        encryption.admit(caller, start, id, document.kmsKeyId());
        var token = needsToken(start, document) ? newToken() : "";
        var session = new Session(
                id,
                caller.arn(),
                caller.label(),
                caller.userId(),
                node.id(),
                node.name(),
                document.name(),
                document.purpose(),
                start.reason(),
                start.client(),
                now,
                document.idle(),
                document.maximum(),
                document.kmsKeyId(),
                state);
        var kept = new Kept(
                session,
                document.kind(),
                document.version(),
                token.isEmpty() ? null : TokenHash.of(token),
                new Beginning(caller.accessKeyId(), caller.circumstances(now), SessionLegs.isNamed(start.document())));
        records.add(kept);
        events.publishEvent(new SessionChanged(session));
        starts.begin(kept, task(session, document));
        return new Started(session, token);
    }

    /** Whoever sees a browser session's terminal takes no end of it; whoever forwards its port does. */
    private static boolean needsToken(Start start, SessionDocuments.Prepared document) {
        return start.client() == Session.Client.COMMAND_LINE || document.kind() == RelayPlan.Kind.PORT;
    }

    private static SessionTask task(Session session, SessionDocuments.Prepared document) {
        return new SessionTask(
                document.name(),
                document.content(),
                session.id().value(),
                document.parameters(),
                "",
                session.owner(),
                session.client() == Session.Client.BROWSER || document.kind() == RelayPlan.Kind.PORT
                        ? LARGE_PAYLOAD
                        : 0);
    }

    private static void checkReason(String reason) {
        if (reason.length() > LONGEST_REASON
                || reason.chars().anyMatch(c -> Character.isISOControl(c) || turnsText(c))) {
            throw new SessionRefused(
                    Code.INVALID_PARAMETERS,
                    "The reason must be one line of at most " + LONGEST_REASON
                            + " characters, without characters that turn the direction of text.");
        }
    }

    /** Unicode's embeddings, overrides and isolates: with them a reason reads otherwise than it is. */
    private static boolean turnsText(int c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    private void checkRoom(NodeId node) {
        if (records.countLive() >= settings.maxLive()) {
            throw new SessionRefused(
                    Code.LIMIT_EXCEEDED,
                    settings.maxLive() + " sessions are live, as many as postern.session.max-live allows.");
        }
        if (records.countLiveOn(node) >= settings.maxPerNode()) {
            throw new SessionRefused(
                    Code.LIMIT_EXCEEDED,
                    settings.maxPerNode() + " sessions are live on " + node
                            + ", as many as postern.session.max-per-node allows.");
        }
    }

    @Override
    public Outcome<Optional<String>> resume(Caller caller, SessionId id) {
        var session = life.find(id).orElse(null);
        if (session == null) return new Outcome.Done<>(Optional.empty());
        return gate.perform(request(caller, "ssm:ResumeSession", session), () -> renewToken(session));
    }

    private Optional<String> renewToken(Session session) {
        if (session.client() == Session.Client.BROWSER || !session.state().live()) return Optional.empty();
        var token = newToken();
        var hash = TokenHash.of(token);
        records.setClientToken(session.id(), hash);
        // live, but not here: the server is about to stop. No token would tell the client that the session is over
        if (!relays.expectClient(session.id(), hash))
            throw new SessionRefused(
                    Code.TRY_AGAIN, "Session " + session.id() + " cannot be resumed this moment. Try again.");
        return Optional.of(token);
    }

    @Override
    public Outcome<SessionId> terminate(Caller caller, SessionId id) {
        var session = life.find(id).orElse(null);
        if (session == null) return new Outcome.Done<>(id);
        var own = session.isOf(caller);
        return gate.perform(request(caller, "ssm:TerminateSession", session), () -> {
            end(session, own ? new EndCause.ClosedByUser() : new EndCause.Terminated(caller.arn()));
            return id;
        });
    }

    private void end(Session session, EndCause cause) {
        if (session.state().live()) life.cut(relays, session.id(), cause);
    }

    private AccessRequest request(Caller caller, String action, Session session) {
        return AccessRequest.of(caller, legs.of(action, session))
                .node(session.node().value())
                .session(session.id().value());
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return life.find(id);
    }

    @Override
    public List<Session> visibleTo(Caller caller, SessionSearch search, int limit) {
        if (limit < 1 || limit > MOST_PER_PAGE) throw new IllegalArgumentException("a page of " + limit + " sessions");
        return records.page(seesAll(caller) ? null : caller, search, limit);
    }

    @Override
    public Map<SessionId, Integer> waiting() {
        return starts.before();
    }

    private boolean seesAll(Caller caller) {
        return gate.allows(AccessRequest.of(caller, "postern:ListAllSessions", account.session("*")));
    }

    @EventListener
    void on(NodeChanged change) {
        if (change.what() != NodeChanged.What.DEREGISTERED) return;
        for (var kept : records.liveOn(change.id())) {
            end(kept.session(), new EndCause.AccessEnded("The node was deregistered."));
        }
    }

    /** Whoever left by way of their identity provider, and is to leave nothing behind. */
    @EventListener
    void on(SignedOut signedOut) {
        if (signedOut.terminals() != SignedOut.Terminals.IMMEDIATE) return;
        for (var kept : records.live()) {
            var session = kept.session();
            if (session.client() == Session.Client.BROWSER && session.owner().equals(signedOut.arn())) {
                end(session, new EndCause.AccessEnded("The user signed out."));
            }
        }
    }

    /** Sessions that were live when the server stopped go on, or end when their ends do not come back. Those that waited their turn end. */
    @Override
    public void afterSingletonsInstantiated() {
        var takenUp = 0;
        for (var kept : records.live()) {
            if (kept.session().state() instanceof SessionState.Waiting) {
                life.ended(kept.session().id(), RESTARTED);
            } else {
                relays.takeUp(kept.plan());
                takenUp++;
            }
        }
        if (takenUp > 0) log.atInfo().addKeyValue("sessions", takenUp).log("sessions taken up again");
    }

    private SessionId newId(Caller caller) {
        var bytes = new byte[9];
        random.nextBytes(bytes);
        // 17 hex digits, as AWS has them; a leading dot would hide the folder
        return new SessionId(caller.name().replaceFirst("^\\.", "_") + "-"
                + HexFormat.of().formatHex(bytes).substring(1));
    }

    /** 256 bits. */
    private String newToken() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
