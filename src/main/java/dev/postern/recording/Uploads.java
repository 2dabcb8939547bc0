package dev.postern.recording;

import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.SegmentRecords.Waiting;
import dev.postern.recording.storage.RecordingStore;
import dev.postern.recording.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings what was sealed to disk to the store where it belongs, while its session goes on, oldest first. Tries without end: what could not be
 * brought waits on disk, and a full disk lets no session start. A file leaves the disk when the store has it and its row says so.
 */
@Component
class Uploads {
    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    /** Of one look; the next is a second later. */
    private static final int PAGE = 200;

    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final SegmentRecords segments;
    private final RecordingRecords recordings;
    private final Storage storage;
    private final RecordingMeters meters;
    private final InstantSource clock;

    private int failures;
    private Instant next = Instant.MIN;

    Uploads(
            SegmentRecords segments,
            RecordingRecords recordings,
            Storage storage,
            RecordingMeters meters,
            InstantSource clock) {
        this.segments = segments;
        this.recordings = recordings;
        this.storage = storage;
        this.meters = meters;
        this.clock = clock;
    }

    /** Goes round once. */
    synchronized void look() {
        var far = storage.far();
        if (far.isEmpty() || clock.instant().isBefore(next)) return;
        try {
            for (var waiting : segments.waiting(far.get().where(), PAGE)) bring(waiting, far.get());
            for (var recording : recordings.unstored(far.get().where())) bringManifest(recording, far.get());
            failures = 0;
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void bring(Waiting waiting, RecordingStore far) throws IOException {
        var file = Shelf.fileName(waiting.number());
        bring(waiting.folder(), file, far);
        segments.stored(waiting.session(), waiting.number(), clock.instant());
        storage.disk().delete(waiting.folder(), file);
    }

    /** Behind the segments: a manifest in the store tells that all of them are there. */
    private void bringManifest(Kept recording, RecordingStore far) throws IOException {
        if (segments.isWaiting(recording.session())) return;
        bring(recording.folder(), Sealing.MANIFEST, far);
        bring(recording.folder(), Sealing.SEAL, far);
        recordings.stored(recording.session(), clock.instant());
        storage.disk().delete(recording.folder());
    }

    private void bring(String folder, String file, RecordingStore far) throws IOException {
        var bytes = storage.disk().get(folder, file);
        // killed between the row and the deletion: it is there already
        if (bytes.isEmpty() && far.get(folder, file).isPresent()) return;
        far.put(
                folder,
                file,
                bytes.orElseThrow(() -> new FileNotFoundException(
                        storage.directory().resolve(folder).resolve(file) + " waits to be stored, and is gone")));
    }

    private void failed(Exception e) {
        meters.failed("store");
        var pause = Duration.ofSeconds(1L << Math.min(failures++, MOST_DOUBLINGS));
        if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
        next = clock.instant().plus(pause);
        log.atError()
                .addKeyValue("failures", failures)
                .addKeyValue("again", next)
                .setCause(e)
                .log("recordings wait on disk: the store does not take them");
    }

    synchronized boolean fails() {
        return failures > 0;
    }
}
