package dev.postern.recording;

import dev.postern.evidence.Event;
import dev.postern.evidence.Hashes;
import dev.postern.evidence.Packed;
import dev.postern.evidence.SealedSegment;
import dev.postern.evidence.SegmentWriter;
import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Place;
import dev.postern.gateway.spi.Reel;
import dev.postern.gateway.spi.SessionTape;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One session's way from its tape into segments: where it is, and the segment under way. Whatever is not sealed is on the tape still, so a take that is
 * thrown away is made anew from the newest segment. Where a segment ends is decided by what is on the tape and not by when it is read, so the second comes to
 * the same segments as the first. One thread at a time.
 *
 * <p>What it holds: the segment under way, 256 KiB and a little, and nothing while nothing happens. A thousand sessions that all flood at once are
 * half a gigabyte at the very most; a thousand that rest are some hundred bytes and an open tape each.
 */
final class Take {
    /** As {@link UnderWay#appetite} has it for a segment that begins with the largest screen. */
    private static final int FIRST_READ = (SegmentWriter.FULL - Keyframes.LARGEST) / UnderWay.CAUTION;
    /** What an event takes that has no bytes of a terminal, about. */
    private static final int NOTE = 16;

    private final Kept recording;
    private final Session session;
    private final Sealing sealing;
    private final SessionTape tape;
    private final Duration age;

    private Place place;
    /** Of the newest sealed segment. */
    private int number;

    private String chain;
    private long to;
    private long offset;
    private long toNode;
    private long fromNode;
    private boolean ended;
    private int columns;
    private int rows;
    /** The screen as the newest sealed segment left it; null before the first. */
    private @Nullable Event screen;

    private @Nullable UnderWay underWay;

    /**
     * @param newest what was sealed last; null at the beginning
     * @param screen as that left it
     */
    Take(
            Kept recording,
            Session session,
            SessionTape tape,
            Sealing sealing,
            Duration age,
            @Nullable SegmentRow newest,
            @Nullable Event screen) {
        this.recording = recording;
        this.session = session;
        this.tape = tape;
        this.sealing = sealing;
        this.age = age;
        this.screen = screen;
        this.columns = recording.recording().columns();
        this.rows = recording.recording().rows();
        if (newest == null) {
            place = Place.BEGINNING;
            chain = Hashes.beforeTheFirst(session.id().value());
            return;
        }
        var sealed = newest.sealed();
        place = newest.next();
        number = sealed.number();
        chain = sealed.chain();
        to = sealed.to();
        offset = sealed.offset() + sealed.outputBytes();
        toNode = newest.toNode();
        fromNode = newest.fromNode();
        ended = newest.last();
    }

    /**
     * Reads on, and seals what is full.
     *
     * @param most bytes of payload after which the others have their turn
     * @return whether the tape was read to its end
     * @throws TapeBroken when the tape does not give what comes next; what it gave before is not lost
     * @throws IOException when something cannot be stored: then this take is to be thrown away
     */
    boolean read(int most) throws IOException, TapeBroken {
        for (var left = most; left > 0; ) {
            var reel = next();
            // one by one then, since only between two reads is there a place to go on from
            if (isForTwo(reel)) reel = one();
            if (reel.happenings().isEmpty()) return true;
            var size = 0;
            for (var happening : reel.happenings()) size += size(happening);
            add(reel.happenings());
            place = reel.next();
            left -= Math.max(1, size);
            if (underWay != null && underWay.isFull()) seal(false);
        }
        return false;
    }

    /** Up to the very place where it is broken, if it is. */
    private Reel next() throws TapeBroken {
        var most = underWay == null ? FIRST_READ : underWay.appetite();
        while (true) {
            try {
                return read(place, most);
            } catch (IOException e) {
                if (most == 1) throw new TapeBroken(e);
                most = Math.max(1, most / 8);
            }
        }
    }

    private Reel one() throws TapeBroken {
        try {
            return read(place, 1);
        } catch (IOException e) {
            throw new TapeBroken(e);
        }
    }

    private Reel read(Place from, int most) throws IOException {
        var reel = tape.read(from, most);
        UnderWay.check(reel.happenings());
        return reel;
    }

    private static int size(Happening happening) {
        return switch (happening) {
            case Happening.Output output -> output.bytes().remaining();
            case Happening.Input input -> input.bytes().remaining();
            case Happening.HiddenInput _,
                    Happening.Resized _,
                    Happening.Person _,
                    Happening.State _,
                    Happening.Traffic _ -> NOTE;
        };
    }

    private void add(List<Happening> happenings) throws IOException {
        var segment = underWay;
        // there is no segment of nothing
        if (segment != null && isTooLateFor(segment, happenings.getFirst())) {
            seal(false);
            segment = null;
        }
        if (segment == null) segment = begin(happenings);
        for (var happening : happenings) segment.add(happening);
    }

    private boolean isTooLateFor(UnderWay segment, Happening happening) {
        return segment.isOlderThan(age, at(happening));
    }

    /** Whether the segment that the first of them goes in ends before the last. */
    private boolean isForTwo(Reel reel) {
        var happenings = reel.happenings();
        if (happenings.size() < 2) return false;
        var segment = underWay;
        var first = segment == null || isTooLateFor(segment, happenings.getFirst())
                ? Math.max(to, at(happenings.getFirst()))
                : segment.first();
        return happenings.stream().anyMatch(happening -> at(happening) - first >= age.toMillis());
    }

    private long at(Happening happening) {
        return UnderWay.millis(recording.recording().startedAt(), happening.at());
    }

    private UnderWay begin(List<Happening> happenings) {
        var first = Math.max(to, at(happenings.getFirst()));
        underWay = begin(first, keyframe(first, happenings));
        return underWay;
    }

    private UnderWay begin(long first, Event keyframe) {
        return new UnderWay(number + 1, offset, keyframe, recording.recording().startedAt(), first, toNode, fromNode);
    }

    private Event keyframe(long at, List<Happening> happenings) {
        if (session.purpose() instanceof Purpose.Port) return Keyframes.none(number == 0 ? 0 : at);
        if (screen != null) return new Event(at, Event.Kind.KEYFRAME, screen.payload());
        // the first: a recording begins when its session does, in the size of the window if that is known before
        // anything is in it
        columns = Keyframes.COLUMNS;
        rows = Keyframes.ROWS;
        for (var happening : happenings) {
            if (happening instanceof Happening.Output) break;
            if (happening instanceof Happening.Resized window) {
                columns = Keyframes.size(window.columns());
                rows = Keyframes.size(window.rows());
                break;
            }
        }
        return Keyframes.blank(0, columns, rows);
    }

    /** Seals what is old enough though it is not full. */
    void sealIfOld(Instant now) throws IOException {
        if (underWay != null
                && underWay.isOlderThan(
                        age, UnderWay.millis(recording.recording().startedAt(), now))) seal(false);
    }

    /** Seals what there is, with the end behind it. */
    void end(Instant at, Ending ending) throws IOException {
        if (ended) return;
        var millis = Math.max(to, UnderWay.millis(recording.recording().startedAt(), at));
        var segment = underWay;
        if (segment == null) segment = underWay = begin(millis, keyframe(millis, List.of()));
        segment.end(millis, ending);
        seal(true);
    }

    /** Seals what there is: it breaks off. */
    void breakOff() throws IOException {
        if (underWay != null && underWay.writer().hasEvents()) seal(false);
    }

    private void seal(boolean last) throws IOException {
        var segment = underWay;
        if (segment == null) return;
        var body = segment.body();
        var packed = Packed.pack(body);
        var read = UnderWay.read(body);
        var sealed = SealedSegment.of(segment.writer(), packed, chain);
        var row = new SegmentRow(
                sealed, place, segment.toNode(), segment.fromNode(), last, Activity.of(read), Markers.of(read));
        sealing.keep(recording, row, packed, columns, rows);
        number = sealed.number();
        chain = sealed.chain();
        to = sealed.to();
        offset += sealed.outputBytes();
        toNode = segment.toNode();
        fromNode = segment.fromNode();
        ended = last;
        screen = last ? null : Keyframes.after(read);
        underWay = null;
    }

    /** The segment under way as far as it is, for whoever watches; empty where nothing happened since the last. */
    Optional<Tail> tail() {
        var segment = underWay;
        if (segment == null) return Optional.empty();
        var writer = segment.writer();
        return Optional.of(new Tail(
                writer.segmentNumber(),
                writer.from(),
                writer.to(),
                writer.offset(),
                writer.outputBytes(),
                segment.body()));
    }

    /** When the oldest happened that is not sealed. */
    Optional<Instant> unsealedSince() {
        return Optional.ofNullable(underWay)
                .map(segment -> recording.recording().startedAt().plusMillis(segment.first()));
    }

    void close() throws IOException {
        tape.close();
    }

    /** The tape does not give what comes next. */
    static final class TapeBroken extends Exception {
        private static final long serialVersionUID = 1L;

        TapeBroken(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
