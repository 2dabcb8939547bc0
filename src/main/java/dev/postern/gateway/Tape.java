package dev.postern.gateway;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Place;
import dev.postern.gateway.spi.Reel;
import dev.postern.gateway.spi.SessionTape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spool and timeline as one: a note comes after the output bytes that were there when it was written, and before those that came later. Has its own
 * handles on the files and changes nothing.
 *
 * <p>A frame is given only when no note can come any more that belongs before it, so that whoever reads again, from whatever place, reads the same.
 */
final class Tape implements SessionTape {
    /** Of one piece of output. */
    static final int MOST_OUTPUT = 64 * 1024;

    private static final int RECORDS_AT_ONCE = 256;

    private final Spool spool;
    private final SpoolFile timeline;
    private final boolean readable;
    private final Supplier<@Nullable Growing> growing;

    private Tape(Spool spool, SpoolFile timeline, boolean readable, Supplier<@Nullable Growing> growing) {
        this.spool = spool;
        this.timeline = timeline;
        this.readable = readable;
        this.growing = growing;
    }

    /**
     * Opens the files in this folder.
     *
     * @param readable false where the node and its client alone can read the output: then there is none on the tape
     * @param growing what writes them; null when nobody does
     */
    static Tape open(Path folder, boolean readable, Supplier<@Nullable Growing> growing) throws IOException {
        var spool = Spool.openToRead(folder);
        try {
            return new Tape(spool, SpoolFile.openToRead(folder.resolve(Timeline.FILE)), readable, growing);
        } catch (IOException e) {
            spool.close();
            throw e;
        }
    }

    @Override
    public Reel read(Place from, int most) throws IOException {
        var writer = growing.get();
        if (writer == null) spool.lookAgain();
        // frames, notes, frames: a note written after the second look belongs behind the frames of the first
        var settled = writer == null ? spool.nextSequence() : writer.frames();
        var notesEnd = writer == null ? timeline.size() : writer.notes();
        var frames = writer == null ? settled : writer.frames();
        if (from.note() > notesEnd || readable && from.frame() > frames)
            throw new IOException("the tape does not reach as far as " + from);
        var reel = new Reading(new Notes(timeline, from.note(), notesEnd), from.frame(), settled, frames).read(most);
        // what was being written when the machine was lost is no longer than one note
        var torn = writer == null ? Note.MOST : 0;
        if (reel.happenings().isEmpty() && reel.next().note() + torn < notesEnd)
            throw new IOException("the timeline at " + reel.next().note() + " is damaged");
        return reel;
    }

    /** One reel in the making. */
    private final class Reading {
        private final Notes notes;
        private final long settled;
        private final long frames;
        private final ByteBuffer records =
                ByteBuffer.allocate(RECORDS_AT_ONCE * Spool.RECORD).limit(0);
        private final List<Happening> happenings = new ArrayList<>();
        private long frame;
        private long recordsFrom;

        Reading(Notes notes, long frame, long settled, long frames) {
            this.notes = notes;
            this.frame = frame;
            this.settled = settled;
            this.frames = frames;
        }

        Reel read(int most) throws IOException {
            var left = most;
            while (left > 0) {
                var took = next(left);
                if (took == 0) break;
                left -= took;
            }
            return new Reel(happenings, new Place(frame, notes.position()));
        }

        /** Takes the next happening; returns its size, 0 when there is none. */
        private int next(int most) throws IOException {
            var note = notes.peek();
            var entry = entry(note == null ? settled : frames);
            if (note != null && (entry == null || note.offset() <= entry.offset())) {
                note.happening().ifPresent(happenings::add);
                notes.take();
                return note.length();
            }
            return entry == null ? 0 : output(entry, note, most);
        }

        /** What is known of the next frame of output before this end; null when there is none. */
        private Spool.@Nullable Entry entry(long end) throws IOException {
            if (!readable) return null;
            for (; frame < end; frame++) {
                var entry = entryOf(frame);
                if (entry.terminal() && entry.length() > 0) return entry;
            }
            return null;
        }

        private Spool.Entry entryOf(long number) throws IOException {
            var at = (number - recordsFrom) * Spool.RECORD;
            if (at < 0 || at >= records.limit()) {
                recordsFrom = number;
                at = 0;
                records.clear();
                if ((frames - number) * Spool.RECORD < records.capacity())
                    records.limit((int) (frames - number) * Spool.RECORD);
                spool.records(number, records);
                records.flip();
                if (records.limit() < Spool.RECORD) throw new IOException("the spool has no frame " + number);
            }
            return Spool.Entry.of(records.slice((int) at, Spool.RECORD), number);
        }

        /** This frame and those that came in the same millisecond, up to where a note belongs. */
        private int output(Spool.Entry first, @Nullable Note note, int most) throws IOException {
            var pieces = new ArrayList<Spool.Entry>();
            pieces.add(first);
            var end = note == null ? settled : frames;
            var length = first.length();
            frame++;
            for (var next = entry(end); next != null; next = entry(end)) {
                var fits = length + next.length() <= Math.min(most, MOST_OUTPUT);
                var before = note == null || next.offset() < note.offset();
                if (!fits || !before || next.arrived() != first.arrived()) break;
                pieces.add(next);
                length += next.length();
                frame++;
            }
            happenings.add(new Happening.Output(Instant.ofEpochMilli(first.arrived()), bytes(pieces, length)));
            return length;
        }

        private ByteBuffer bytes(List<Spool.Entry> pieces, int length) throws IOException {
            var bytes = ByteBuffer.allocate(length);
            spool.bytes(pieces.getFirst().offset(), bytes);
            bytes.flip();
            for (var piece : pieces) {
                var at = (int) (piece.offset() - pieces.getFirst().offset());
                if (at + piece.length() > bytes.limit() || !piece.fits(bytes.slice(at, piece.length())))
                    throw new IOException("the output at " + piece.offset() + " is damaged");
            }
            return bytes;
        }
    }

    @Override
    public void close() throws IOException {
        try (spool;
                timeline) {
            // read only
        }
    }
}
