package dev.postern.gateway;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Place;
import dev.postern.inventory.NodeId;
import dev.postern.keys.TestKmsKeys;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SessionTask;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.spi.Fleet;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.TokenHash;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A gateway in a folder, with everything around it in memory and the time in the test's hand. */
final class TestGateway implements NodeBackend {
    static final NodeId NODE = new NodeId("mi-0123456789abcdef0");
    static final SessionId SESSION = new SessionId("alice-0123456789abcdef0");
    static final String OWNER = "arn:aws:iam::000000000000:user/alice";
    static final String CLIENT_TOKEN = "not-a-secret-client";
    static final GatewaySettings SETTINGS = new GatewaySettings(
            DataSize.ofKilobytes(512),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15),
            Duration.ofSeconds(25),
            Duration.ofSeconds(70),
            DataSize.ofMegabytes(8),
            Duration.ofSeconds(10),
            Duration.ofDays(30));

    /** Shared by all tests: who needs a key makes one. */
    static final TestKmsKeys KMS = new TestKmsKeys(Database.H2.fresh(), new HandClock());

    final HandClock clock = new HandClock();
    final KeptLedger ledger = new KeptLedger(clock);
    final List<SessionId> cancelled = new ArrayList<>();
    private final Path home;
    private final SpoolFile.Disk disk;
    Gateway gateway;

    TestGateway(Path home) {
        this(home, SpoolFile::open);
    }

    TestGateway(Path home, SpoolFile.Disk disk) {
        this.home = home;
        this.disk = disk;
        this.gateway = make();
    }

    private Gateway make() {
        return new Gateway(
                SETTINGS,
                home,
                disk,
                new DataKeys(KMS.keys(), KMS.cipher),
                ledger,
                this,
                new SimpleMeterRegistry(),
                clock,
                report -> Thread.ofVirtual().start(report));
    }

    /** The process was killed and another one took up its sessions. */
    void killAndRestart(RelayPlan plan) {
        gateway = make();
        gateway.takeUp(plan);
    }

    RelayPlan plan(Session.Client client, RelayPlan.Kind kind) {
        return plan(client, kind, "");
    }

    RelayPlan plan(Session.Client client, RelayPlan.Kind kind, String kmsKeyId) {
        return plan(client, kind, kmsKeyId, false);
    }

    private RelayPlan plan(Session.Client client, RelayPlan.Kind kind, String kmsKeyId, boolean keepsInput) {
        return new RelayPlan(
                SESSION,
                OWNER,
                NODE,
                client,
                kind,
                Duration.ofMinutes(20),
                clock.instant(),
                null,
                kmsKeyId,
                client == Session.Client.COMMAND_LINE ? TokenHash.of(CLIENT_TOKEN) : null,
                keepsInput);
    }

    RelayPlan open(Session.Client client, RelayPlan.Kind kind) {
        return open(client, kind, "");
    }

    RelayPlan open(Session.Client client, RelayPlan.Kind kind, String kmsKeyId) {
        return open(plan(client, kind, kmsKeyId));
    }

    RelayPlan openKeepingInput(Session.Client client) {
        return open(plan(client, RelayPlan.Kind.TERMINAL, "", true));
    }

    private RelayPlan open(RelayPlan plan) {
        ledger.add(SESSION, NODE, plan.client(), plan.kmsKeyId());
        gateway.open(plan);
        gateway.begin(SESSION);
        return plan;
    }

    /** All that is on the session's tape by now. */
    List<Happening> tape() {
        try (var tape = gateway.tapes().open(SESSION).orElseThrow()) {
            return tape.read(Place.BEGINNING, Integer.MAX_VALUE).happenings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MemoryLink nodeDials() {
        var granted = (DataChannels.Ticket.Granted) gateway.create(NODE, SESSION);
        var link = new MemoryLink();
        link.leadsTo(gateway.nodeEnd(NODE, SESSION, granted.token(), link).orElseThrow());
        return link;
    }

    @Nullable MemoryLink clientDials(String token) {
        var link = new MemoryLink();
        var inlet = gateway.clientEnd(SESSION, token, link);
        inlet.ifPresent(link::leadsTo);
        return inlet.isPresent() ? link : null;
    }

    Attachment attach(SeenOutput page, String client, long resumeFrom) {
        var attachment = gateway.attach(SESSION, page, new AttachRequest(TestGateway.OWNER, client, resumeFrom, 80, 24))
                .orElseThrow();
        page.draws(attachment);
        return attachment;
    }

    /** In steps, so that pings are sent and answered on the way. */
    void move(Duration by) {
        var left = by;
        while (left.isPositive()) {
            var step = left.compareTo(Duration.ofSeconds(20)) < 0 ? left : Duration.ofSeconds(20);
            clock.forward(step);
            gateway.tick();
            left = left.minus(step);
        }
    }

    Frame output(long sequence, String text) {
        return stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, sequence, bytes(text));
    }

    Frame stream(MessageType type, int payloadType, long sequence, byte[] payload) {
        return Frame.of(type, payloadType, sequence, 0, UUID.randomUUID(), clock.instant(), ByteBuffer.wrap(payload));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteBuffer keys(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    @Override
    public boolean isConnected(NodeId node) {
        return true;
    }

    @Override
    public Fleet fleet(NodeId node) {
        return Fleet.OWN;
    }

    @Override
    public boolean open(NodeId node, SessionTask task) {
        return true;
    }

    @Override
    public synchronized void cancel(NodeId node, SessionId session, String reason) {
        cancelled.add(session);
    }
}
