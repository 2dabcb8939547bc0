package dev.postern.recording;

import dev.postern.gateway.spi.SessionTapes;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.session.Session;
import dev.postern.session.SessionChanged;
import dev.postern.session.SessionId;
import dev.postern.session.Sessions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;

/**
 * Records whatever sessions there are. Every session has a row from its first moment; once a second each that is not finished is looked at, in a virtual thread
 * of its own that ends with the look. Goes by the tables alone, so a restarted server goes on where it was.
 */
class Recorder {
    private final RecordingRecords records;
    private final Beginnings beginnings;
    private final Sessions sessions;
    private final SessionTapes tapes;
    private final SegmentRecords segments;
    private final Shelf shelf;
    private final Sealing sealing;
    private final RecordingSettings settings;
    private final RecordingMeters meters;
    private final Executor threads;
    private final InstantSource clock;

    private final Map<SessionId, Desk> desks = new ConcurrentHashMap<>();

    /** @param threads where sessions are looked at; however many at once */
    Recorder(
            RecordingRecords records,
            Beginnings beginnings,
            Sessions sessions,
            SessionTapes tapes,
            SegmentRecords segments,
            Shelf shelf,
            Sealing sealing,
            RecordingSettings settings,
            RecordingMeters meters,
            Executor threads,
            InstantSource clock) {
        this.records = records;
        this.beginnings = beginnings;
        this.sessions = sessions;
        this.tapes = tapes;
        this.segments = segments;
        this.shelf = shelf;
        this.sealing = sealing;
        this.settings = settings;
        this.meters = meters;
        this.threads = threads;
        this.clock = clock;
    }

    /** What cannot be recorded must not start: what fails here fails the start. */
    @EventListener
    void on(SessionChanged change) {
        var session = change.session();
        var desk = desks.get(session.id());
        if (desk != null) desk.changed(session);
        else beginnings.begin(session);
    }

    /** Goes round once. */
    void look() {
        var now = clock.instant();
        var open = records.open();
        var ids = open.stream().map(Kept::session).collect(Collectors.toSet());
        leave(ids);
        for (var recording : open) {
            var desk = desks.computeIfAbsent(recording.session(), _ -> desk(recording));
            if (desk.take(now)) threads.execute(desk);
        }
        meters.lag(desks.values().stream()
                        .flatMap(desk -> desk.unsealedSince().stream())
                        .mapToLong(since -> Duration.between(since, now).toMillis())
                        .max()
                        .orElse(0)
                / 1000.0);
    }

    private void leave(Set<SessionId> open) {
        desks.forEach((id, desk) -> {
            if (!open.contains(id) && desk.leave()) desks.remove(id, desk);
        });
    }

    private Desk desk(Kept recording) {
        return new Desk(recording, this::session, tapes, records, segments, shelf, sealing, settings, meters, clock);
    }

    private Optional<Session> session(SessionId id) {
        return sessions.find(id);
    }

    /** What has happened since the newest sealed segment. */
    Optional<Tail> tail(SessionId session) {
        return Optional.ofNullable(desks.get(session)).flatMap(Desk::tail);
    }

    /** How many sessions cannot be recorded at this moment, though they go on. */
    long failing() {
        return desks.values().stream().filter(Desk::fails).count();
    }

    /** Closes the tapes that nobody is at. Nothing is sealed early: what is not sealed is on the tape. */
    void close() {
        leave(Set.of());
    }
}
