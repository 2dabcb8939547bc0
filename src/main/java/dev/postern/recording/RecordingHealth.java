package dev.postern.recording;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while something is not recorded as it should be: no room for new sessions, or live ones that cannot be sealed. A store that is away is told and
 * does no harm yet. Not part of readiness: a server that is taken from its load balancer cuts the sessions that it still records.
 */
@Component("recorderHealthIndicator")
class RecordingHealth implements HealthIndicator {
    private final DiskRoom room;
    private final Recorder recorder;
    private final Uploads uploads;
    private final SegmentRecords segments;
    private final InstantSource clock;

    RecordingHealth(DiskRoom room, Recorder recorder, Uploads uploads, SegmentRecords segments, InstantSource clock) {
        this.room = room;
        this.recorder = recorder;
        this.uploads = uploads;
        this.segments = segments;
        this.clock = clock;
    }

    @Override
    public Health health() {
        var refusal = room.refusal();
        var failing = recorder.failing();
        var health = refusal.isEmpty() && failing == 0 ? Health.up() : Health.down();
        refusal.ifPresent(why -> health.withDetail("noSessionStarts", why));
        return health.withDetail("freeBytes", (long) room.free())
                .withDetail("sessionsNotSealed", failing)
                .withDetail("segmentsWaiting", segments.countWaiting())
                .withDetail(
                        "waitingForSeconds",
                        segments.waitingSince()
                                .map(since ->
                                        Duration.between(since, clock.instant()).toSeconds())
                                .orElse(0L))
                .withDetail("storeAway", uploads.fails())
                .build();
    }
}
