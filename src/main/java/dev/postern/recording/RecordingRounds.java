package dev.postern.recording;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When recordings are looked after. */
@Component
class RecordingRounds {
    private static final Logger log = LoggerFactory.getLogger(RecordingRounds.class);

    private final Recorder recorder;
    private final Uploads uploads;
    private final Retention retention;

    RecordingRounds(Recorder recorder, Uploads uploads, Retention retention) {
        this.recorder = recorder;
        this.uploads = uploads;
        this.retention = retention;
    }

    @Scheduled(fixedDelayString = "PT1S")
    void record() {
        guarded(recorder::look, "sessions not recorded");
    }

    @Scheduled(fixedDelayString = "PT1S")
    void store() {
        uploads.look();
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void delete() {
        guarded(retention::sweep, "old recordings not deleted");
    }

    /** A database that is away for a moment must not stop the rounds. */
    private static void guarded(Runnable round, String failure) {
        try {
            round.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log(failure);
        }
    }
}
