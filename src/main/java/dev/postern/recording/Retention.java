package dev.postern.recording;

import dev.postern.identity.Account;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.storage.Storage;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.io.IOException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes recordings that were kept for as long as they had to be: the event, the files, then the rows and the key. Number, manifest, seal and hash
 * stay, so that a deleted recording is not taken for a missing one.
 */
@Component
class Retention {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final RecordingRecords recordings;
    private final SegmentRecords segments;
    private final RecordingKeys keys;
    private final Storage storage;
    private final Trail trail;
    private final Account account;
    private final RecordingMeters meters;
    private final TransactionTemplate together;
    private final InstantSource clock;

    Retention(
            RecordingRecords recordings,
            SegmentRecords segments,
            RecordingKeys keys,
            Storage storage,
            Trail trail,
            Account account,
            RecordingMeters meters,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.recordings = recordings;
        this.segments = segments;
        this.keys = keys;
        this.storage = storage;
        this.trail = trail;
        this.account = account;
        this.meters = meters;
        this.together = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Deletes what is due. One that its store does not let go stays as it is until the next time. */
    void sweep() {
        var deleted = 0;
        for (var page = recordings.overdue(clock.instant());
                !page.isEmpty();
                page = recordings.overdue(clock.instant())) {
            var before = deleted;
            for (var recording : page) if (delete(recording)) deleted++;
            // those that stay would come again
            if (deleted < before + page.size()) break;
        }
        if (deleted > 0) log.atInfo().addKeyValue("recordings", deleted).log("old recordings deleted");
    }

    private boolean delete(Kept kept) {
        var recording = kept.recording();
        try {
            trail.append(NewEntry.of("DeleteRecording", Actor.SYSTEM, Outcome.NOTED)
                    .on(account.session(recording.session().value()))
                    .session(recording.session().value())
                    .with("sessionNumber", Long.toString(recording.number()))
                    .with("recordingHash", recording.hash())
                    // in the words of whoever looks for what is missing
                    .with("unrecorded", "expired")
                    .with("expiredAt", String.valueOf(recording.expiresAt())));
            storage.delete(kept.folder());
            together.executeWithoutResult(_ -> {
                segments.forget(recording.session());
                recordings.expire(recording.session());
                keys.destroy(recording.session());
            });
            return true;
        } catch (IOException | RuntimeException e) {
            meters.failed("delete");
            log.atError()
                    .addKeyValue("session", recording.session())
                    .setCause(e)
                    .log("recording not deleted");
            return false;
        }
    }
}
