package dev.postern.recording;

import static java.util.Objects.requireNonNull;

import dev.postern.access.AccessSettings;
import dev.postern.access.TestGate;
import dev.postern.evidence.Damaged;
import dev.postern.evidence.Event;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Seal;
import dev.postern.evidence.Segment;
import dev.postern.evidence.Signer;
import dev.postern.gateway.spi.Happening;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.inventory.NodeId;
import dev.postern.keys.TestSecrets;
import dev.postern.recording.storage.MemoryStore;
import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.recording.storage.Storage;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.SessionChanged;
import dev.postern.session.SessionId;
import dev.postern.session.SessionLegs;
import dev.postern.session.SessionState;
import dev.postern.session.TestLegs;
import dev.postern.session.documents.TestDocuments;
import dev.postern.testing.HandClock;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The module put together by hand, in one thread; it looks when the test says so, and forgets all it knew when it is killed. */
final class RecordingUnderTest {
    static final SessionId ID = new SessionId("alice-0123456789abcdef0");
    private static final KeyPair KEY = key();

    final HandClock clock;
    final PlayedTapes tapes = new PlayedTapes();
    final KnownSessions sessions = new KnownSessions();
    final MemoryStore disk = new MemoryStore(Where.LOCAL);
    final Storage storage;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Trail trail;
    final RecordingRecords records;
    final SegmentRecords segments;
    final RecordingKeys keys;
    final Shelf shelf;
    final Beginnings beginnings;
    final Sealing sealing;
    final Uploads uploads;
    final Retention retention;
    final Caller admin;
    final Caller alice;
    final SessionLegs legs;
    private final TestIdentity identity;
    private final RecordingSettings settings;
    private final RecordingMeters meters;
    Recorder recorder;
    GatedRecordings recordings;

    RecordingUnderTest(Store store) {
        this(store, null, new RecordingSettings(Duration.ofDays(30), Duration.ofSeconds(60)));
    }

    RecordingUnderTest(Store store, @Nullable MemoryStore far, RecordingSettings settings) {
        clock = new HandClock();
        this.settings = settings;
        identity = new TestIdentity(store, clock);
        trail = TestTrail.in(store, clock);
        storage = new Storage(Path.of("recordings"), disk, far, 0);
        meters = new RecordingMeters(registry);
        records = new RecordingRecords(store.jdbc());
        segments = new SegmentRecords(store.jdbc());
        keys = new RecordingKeys(store.jdbc(), TestSecrets.make());
        shelf = new Shelf(storage, keys);
        beginnings = new Beginnings(records, keys, storage, trail, identity.account(), store.transactions());
        sealing = new Sealing(
                records,
                segments,
                shelf,
                storage,
                signer(),
                trail,
                identity.account(),
                settings,
                meters,
                _ -> {},
                store.transactions(),
                clock);
        uploads = new Uploads(segments, records, storage, meters, clock);
        retention = new Retention(
                records, segments, keys, storage, trail, identity.account(), meters, store.transactions(), clock);
        admin = identity.administrator();
        alice = identity.caller("alice", Set.of());
        legs = TestLegs.of(
                TestDocuments.in(store, TestGate.before(trail), identity.account(), clock),
                identity.account(),
                new AccessSettings(List.of(), true, true, Duration.ofDays(90)));
        restart();
    }

    /** A server that knows what is in the tables, and nothing else. */
    void restart() {
        recorder = new Recorder(
                records, beginnings, sessions, tapes, segments, shelf, sealing, settings, meters, Runnable::run, clock);
        recordings = new GatedRecordings(
                records,
                new Reading(records, segments, shelf, recorder),
                new Openings(clock),
                sessions,
                legs,
                TestGate.before(trail),
                identity.account());
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signer signer() {
        return bytes -> {
            try {
                var signature = Signature.getInstance("Ed25519");
                signature.initSign(KEY.getPrivate());
                signature.update(bytes);
                return Seal.of(KEY.getPublic().getEncoded(), signature.sign());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        };
    }

    // ── sessions

    Session begin(SessionId id, Purpose purpose, Session.Client client, String kmsKey) {
        var session = new Session(
                id,
                "arn:aws:iam::000000000000:user/alice",
                "alice",
                alice.userId(),
                new NodeId("mi-0123456789abcdef0"),
                "builder",
                "SSM-SessionManagerRunShell",
                purpose,
                "looking after it",
                client,
                clock.instant(),
                Duration.ofMinutes(20),
                null,
                kmsKey,
                new SessionState.Connecting(clock.instant()));
        change(session);
        return session;
    }

    Session begin(SessionId id) {
        var session = begin(id, new Purpose.Shell(), Session.Client.BROWSER, "");
        tapes.tape(id);
        return session;
    }

    Session begin() {
        return begin(ID);
    }

    void end(SessionId id, EndCause cause) {
        var session = requireNonNull(sessions.known.get(id));
        change(new Session(
                session.id(),
                session.owner(),
                session.ownerName(),
                session.ownerId(),
                session.node(),
                session.nodeName(),
                session.document(),
                session.purpose(),
                session.reason(),
                session.client(),
                session.requestedAt(),
                session.idle(),
                session.maximum(),
                session.kmsKeyId(),
                new SessionState.Ended(clock.instant(), cause)));
    }

    private void change(Session session) {
        sessions.known.put(session.id(), session);
        recorder.on(new SessionChanged(session));
    }

    void output(SessionId id, byte[] bytes) {
        tapes.tape(id).add(new Happening.Output(clock.instant(), ByteBuffer.wrap(bytes)));
    }

    void output(String text) {
        output(ID, text.getBytes(StandardCharsets.UTF_8));
    }

    void note(Happening happening) {
        tapes.tape(ID).add(happening);
    }

    /** Ended a while ago, and looked at as often as it takes. */
    Recording finish() {
        end(ID, new EndCause.Exited(0));
        return settle();
    }

    Recording settle() {
        for (var look = 0; look < 200 && !records.open().isEmpty(); look++) {
            clock.forward(Duration.ofSeconds(1));
            recorder.look();
        }
        return recording();
    }

    // ── what came of it

    Recording recording() {
        return records.find(ID).orElseThrow().recording();
    }

    List<Segment> played() {
        var played = new ArrayList<Segment>();
        var kept = records.find(ID).orElseThrow();
        try {
            for (var row : segments.of(ID)) played.add(Segment.read(shelf.body(kept, row.sealed())));
        } catch (IOException | Damaged e) {
            throw new AssertionError(e);
        }
        return played;
    }

    List<Event> events() {
        return played().stream().flatMap(segment -> segment.events().stream()).toList();
    }

    List<String> texts(Event.Kind kind) {
        return events().stream()
                .filter(event -> event.kind() == kind)
                .map(Event::text)
                .toList();
    }

    byte[] bytes(Event.Kind kind) {
        var all = new ByteArrayOutputStream();
        for (var event : events()) {
            if (event.kind() != kind) continue;
            var bytes = new byte[event.payload().remaining()];
            event.payload().get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    byte[] onTape() {
        var all = new ByteArrayOutputStream();
        for (var happening : tapes.tape(ID)) {
            if (!(happening instanceof Happening.Output output)) continue;
            var bytes = output.bytes();
            var copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            all.writeBytes(copy);
        }
        return all.toByteArray();
    }

    /** Signed by the key it says, and chained. */
    Manifest proven() {
        try {
            var evidence = records.evidence(ID).orElseThrow();
            var written = evidence.manifest().getBytes(StandardCharsets.UTF_8);
            Seal.read(evidence.seal().getBytes(StandardCharsets.UTF_8)).prove(written);
            var manifest = Manifest.read(written);
            manifest.proveChain();
            return manifest;
        } catch (Damaged e) {
            throw new AssertionError(e);
        }
    }

    List<Entry> written(String action) {
        return trail.latest(Long.MAX_VALUE, 200).stream()
                .filter(entry -> entry.event().action().equals(action))
                .toList();
    }
}
