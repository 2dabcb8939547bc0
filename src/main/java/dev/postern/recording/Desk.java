package dev.postern.recording;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Event;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Segment;
import dev.postern.gateway.spi.SessionTape;
import dev.postern.gateway.spi.SessionTapes;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.Take.TapeBroken;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one session's recording is worked at: one look at a time, and the next one later where something went wrong. */
final class Desk implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    /** A tape that could not be read for so long after its session's end is broken for good; too many open files, say, pass. */
    static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Of one session in one look: then it is somebody else's turn. A second's worth of the fastest shell. */
    private static final int MOST_PER_LOOK = 16 * 1024 * 1024;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration PATIENCE_OF_A_READER = Duration.ofSeconds(1);

    private final Function<SessionId, Optional<Session>> sessions;
    private final SessionTapes tapes;
    private final RecordingRecords records;
    private final SegmentRecords segments;
    private final Shelf shelf;
    private final Sealing sealing;
    private final RecordingSettings settings;
    private final RecordingMeters meters;
    private final InstantSource clock;

    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private Kept recording;
    private @Nullable Take take;
    private @Nullable Instant brokenSince;
    private int failures;
    private volatile Instant next = Instant.MIN;
    private volatile @Nullable Instant unsealedSince;
    private volatile boolean fails;

    Desk(
            Kept recording,
            Function<SessionId, Optional<Session>> sessions,
            SessionTapes tapes,
            RecordingRecords records,
            SegmentRecords segments,
            Shelf shelf,
            Sealing sealing,
            RecordingSettings settings,
            RecordingMeters meters,
            InstantSource clock) {
        this.recording = recording;
        this.sessions = sessions;
        this.tapes = tapes;
        this.records = records;
        this.segments = segments;
        this.shelf = shelf;
        this.sealing = sealing;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    void changed(Session now) {
        session.set(now);
    }

    /** Whether it is time for a look, and nobody is at it. Whoever got true must {@link #run}. */
    boolean take(Instant now) {
        return !now.isBefore(next) && taken.compareAndSet(false, true);
    }

    @Override
    public void run() {
        lock.lock();
        try {
            look();
            if (brokenSince == null) failures = 0;
            fails = brokenSince != null;
        } catch (IOException | RuntimeException e) {
            failed(e);
            putAway();
        } finally {
            unsealedSince = take == null ? unsealedSince : take.unsealedSince().orElse(null);
            lock.unlock();
            taken.set(false);
        }
    }

    /** Later again: for as long as it takes, since the tape is kept meanwhile. */
    private void failed(Exception e) {
        fails = true;
        meters.failed("record");
        var pause = Duration.ofSeconds(1L << Math.min(failures++, MOST_DOUBLINGS));
        if (pause.compareTo(LONGEST_PAUSE) > 0) pause = LONGEST_PAUSE;
        next = clock.instant().plus(pause);
        log.atError()
                .addKeyValue("session", recording.session())
                .addKeyValue("failures", failures)
                .addKeyValue("again", next)
                .setCause(e)
                .log("recording does not go on");
    }

    private void look() throws IOException {
        if (isFinished()) {
            release();
            return;
        }
        var session = session();
        var now = clock.instant();
        if (session == null) {
            sealing.finishWithout(recording, null, now, RecordingState.MISSING);
            finished();
            return;
        }
        // Ends are told before the ends are closed: what comes meanwhile belongs to the session. Asked before the tape
        // is read.
        var end = session.state() instanceof SessionState.Ended ended && !tapes.grows(session.id()) ? ended : null;
        if (session.unrecorded()) {
            if (end == null) return;
            sealing.finishWithout(recording, session, end.at(), RecordingState.UNRECORDED);
            finished();
            return;
        }
        try {
            record(session, end, now);
        } catch (TapeBroken e) {
            broken(session, end, now, e);
        }
    }

    private boolean isFinished() {
        return recording.recording().endedAt() != null;
    }

    private @Nullable Session session() {
        if (session.get() == null)
            session.compareAndSet(null, sessions.apply(recording.session()).orElse(null));
        return session.get();
    }

    private void record(Session session, SessionState.@Nullable Ended end, Instant now) throws IOException, TapeBroken {
        var take = take(session);
        if (take == null) {
            if (end != null) withoutTape(session, end);
            return;
        }
        var readToTheEnd = take.read(MOST_PER_LOOK);
        brokenSince = null;
        if (!readToTheEnd) return;
        if (end == null) {
            take.sealIfOld(now);
            return;
        }
        var ending = Ending.of(end.cause());
        take.end(end.at(), ending);
        sealing.finish(recording, session, end.at(), ending, Manifest.State.COMPLETE);
        finished();
    }

    /** Null where there is no tape. */
    private @Nullable Take take(Session session) throws IOException, TapeBroken {
        if (take != null) return take;
        var tape = openTape();
        if (tape.isEmpty()) return null;
        var newest = segments.newest(recording.session());
        recording = records.find(recording.session()).orElse(recording);
        take = new Take(
                recording,
                session,
                tape.get(),
                sealing,
                settings.segmentAge(),
                newest.orElse(null),
                newest.isEmpty() ? null : screenAfter(newest.get()));
        return take;
    }

    private Optional<SessionTape> openTape() throws TapeBroken {
        try {
            return tapes.open(recording.session());
        } catch (IOException e) {
            throw new TapeBroken(e);
        }
    }

    /** A segment that cannot be read back costs the next keyframe, which begins empty, and nothing else. */
    private @Nullable Event screenAfter(SegmentRow newest) throws IOException {
        if (newest.last()) return null;
        try {
            return Keyframes.after(Segment.read(shelf.body(recording, newest.sealed())));
        } catch (Damaged e) {
            log.atError()
                    .addKeyValue("session", recording.session())
                    .addKeyValue("segment", newest.sealed().number())
                    .setCause(e)
                    .log("the next segment begins with an empty screen");
            return Keyframes.blank(newest.sealed().to(), Keyframes.COLUMNS, Keyframes.ROWS);
        }
    }

    private void withoutTape(Session session, SessionState.Ended end) throws IOException {
        var newest = segments.newest(recording.session());
        if (newest.isEmpty()) {
            log.atError()
                    .addKeyValue("session", recording.session())
                    .log("the session left no tape: its recording is missing");
            sealing.finishWithout(recording, session, end.at(), RecordingState.MISSING);
        } else {
            // a tape that was released before its recording was finished, or taken away
            var complete = newest.get().last() ? Manifest.State.COMPLETE : Manifest.State.TRUNCATED;
            sealing.finish(recording, session, end.at(), Ending.of(end.cause()), complete);
        }
        finished();
    }

    private void broken(Session session, SessionState.@Nullable Ended end, Instant now, TapeBroken e)
            throws IOException {
        if (brokenSince == null) {
            brokenSince = now;
            meters.failed("read");
            log.atError()
                    .addKeyValue("session", recording.session())
                    .setCause(e)
                    .log("tape cannot be read on");
        }
        if (take != null) take.sealIfOld(now);
        if (end == null || now.isBefore(brokenSince.plus(PATIENCE))) return;
        if (take != null) take.breakOff();
        log.atError().addKeyValue("session", recording.session()).log("recording breaks off: truncated");
        sealing.finish(recording, session, end.at(), Ending.of(end.cause()), Manifest.State.TRUNCATED);
        finished();
    }

    private void finished() throws IOException {
        putAway();
        brokenSince = null;
        recording = records.find(recording.session()).orElse(recording);
        release();
    }

    private void release() throws IOException {
        tapes.release(recording.session());
        records.release(recording.session());
    }

    private void putAway() {
        var old = take;
        take = null;
        if (old == null) return;
        unsealedSince = old.unsealedSince().orElse(null);
        try {
            old.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("session", recording.session()).setCause(e).log("tape not closed");
        }
    }

    // ── from other threads

    Optional<Tail> tail() {
        try {
            if (!lock.tryLock(PATIENCE_OF_A_READER.toMillis(), TimeUnit.MILLISECONDS)) return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return take == null ? Optional.empty() : take.tail();
        } finally {
            lock.unlock();
        }
    }

    /** False while somebody is at it. */
    boolean leave() {
        if (!taken.compareAndSet(false, true)) return false;
        lock.lock();
        try {
            putAway();
            return true;
        } finally {
            lock.unlock();
        }
    }

    Optional<Instant> unsealedSince() {
        return Optional.ofNullable(unsealedSince);
    }

    boolean fails() {
        return fails;
    }
}
