package dev.postern.recording;

import dev.postern.evidence.Hashes;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Signer;
import dev.postern.identity.Account;
import dev.postern.recording.RecordingRecords.Evidence;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.storage.RecordingStore.Where;
import dev.postern.recording.storage.Storage;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps segments and finishes recordings. Always in this order: the file, then the row; at the end the manifest's files, the trail's event, the row. Killed
 * anywhere in between, the next attempt begins where the rows say and does the rest; a file without a row is replaced, an event may be there twice and
 * says the same.
 */
@Component
class Sealing {
    static final String MANIFEST = "manifest.json";
    static final String SEAL = "manifest.seal.json";

    private final RecordingRecords recordings;
    private final SegmentRecords segments;
    private final Shelf shelf;
    private final Storage storage;
    private final Signer signer;
    private final Trail trail;
    private final Account account;
    private final RecordingSettings settings;
    private final RecordingMeters meters;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate together;
    private final InstantSource clock;

    Sealing(
            RecordingRecords recordings,
            SegmentRecords segments,
            Shelf shelf,
            Storage storage,
            Signer signer,
            Trail trail,
            Account account,
            RecordingSettings settings,
            RecordingMeters meters,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.recordings = recordings;
        this.segments = segments;
        this.shelf = shelf;
        this.storage = storage;
        this.signer = signer;
        this.trail = trail;
        this.account = account;
        this.settings = settings;
        this.meters = meters;
        this.events = events;
        this.together = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    void keep(Kept recording, SegmentRow row, byte[] packed, int columns, int rows) throws IOException {
        shelf.put(recording, row.sealed().number(), packed);
        var now = clock.instant();
        together.executeWithoutResult(_ -> {
            segments.add(recording.session(), row, now, recording.store() == Where.LOCAL ? now : null);
            recordings.progress(recording.session(), row, columns, rows);
        });
        meters.sealed(packed.length);
    }

    /** Signs what there is of a session that has ended. @param state complete or truncated */
    void finish(Kept recording, Session session, Instant endedAt, Ending ending, Manifest.State state)
            throws IOException {
        var sealed = segments.of(recording.session()).stream()
                .map(SegmentRow::sealed)
                .toList();
        var now = recordings.find(recording.session()).orElseThrow().recording();
        var manifest = new Manifest(
                Manifest.FORMAT,
                session.id().value(),
                now.number(),
                facts(session, ending),
                now.startedAt(),
                endedAt,
                state,
                state == Manifest.State.COMPLETE
                        ? null
                        : sealed.isEmpty()
                                ? Long.valueOf(0)
                                : Long.valueOf(sealed.getLast().to()),
                now.columns(),
                now.rows(),
                now.inputBytes() > 0,
                sealed);
        var written = manifest.written();
        var seal = signer.sign(written).written();
        var hash = Hashes.sha256(written);
        storage.disk().put(recording.folder(), MANIFEST, written);
        storage.disk().put(recording.folder(), SEAL, seal);
        trail.append(entry("RecordingSealed", now, session.node().value())
                .with("recordingHash", hash)
                .with("state", state.name())
                .with("segments", Integer.toString(sealed.size()))
                .with("bytes", Long.toString(manifest.outputBytes())));
        recordings.finish(
                recording.session(),
                state == Manifest.State.COMPLETE ? RecordingState.COMPLETE : RecordingState.TRUNCATED,
                endedAt,
                new Evidence(new String(written, StandardCharsets.UTF_8), new String(seal, StandardCharsets.UTF_8)),
                hash,
                expiry(endedAt));
        if (recording.store() == Where.LOCAL) recordings.stored(recording.session(), clock.instant());
        meters.finished(state.name());
        events.publishEvent(new RecordingChanged(recording.session()));
    }

    /** There is nothing to sign. @param state missing, which is told, or unrecorded, which was told when it began */
    void finishWithout(Kept recording, @Nullable Session session, Instant endedAt, RecordingState state) {
        if (state == RecordingState.MISSING)
            trail.append(entry(
                    "RecordingMissing",
                    recording.recording(),
                    session == null ? null : session.node().value()));
        recordings.finish(recording.session(), state, endedAt, null, null, null);
        meters.finished(state.name());
        events.publishEvent(new RecordingChanged(recording.session()));
    }

    private NewEntry entry(String action, Recording recording, @Nullable String node) {
        return NewEntry.of(action, Actor.SYSTEM, Outcome.NOTED)
                .on(account.session(recording.session().value()))
                .node(node)
                .session(recording.session().value())
                .with("sessionNumber", Long.toString(recording.number()));
    }

    private @Nullable Instant expiry(Instant endedAt) {
        return settings.keep() == null ? null : endedAt.plus(settings.keep());
    }

    private static SortedMap<String, String> facts(Session session, Ending ending) {
        var facts = new TreeMap<String, String>();
        facts.put("owner", session.owner());
        facts.put("ownerName", session.ownerName());
        facts.put("node", session.node().value());
        facts.put("nodeName", session.nodeName());
        facts.put("document", session.document());
        facts.put("purpose", session.purpose().word());
        facts.put("reason", session.reason());
        facts.put("client", session.client().name());
        facts.put("cause", ending.cause());
        if (session.purpose() instanceof Purpose.Port(var host, var port)) {
            facts.put("host", host);
            facts.put("port", port);
        }
        return facts;
    }
}
