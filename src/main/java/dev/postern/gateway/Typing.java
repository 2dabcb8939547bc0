package dev.postern.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was typed, line by line, held in memory until the output tells whether it was shown: what was not may be a password, and is told as a number
 * only. The server sees no terminal flags, so this is what it goes by. A line was shown when either
 *
 * <ul>
 *   <li>its characters, piece by piece between its control keys, in order and without a gap, are in what the node sent between its first key and the
 *       key that ended it, or
 *   <li>what the node sent from there to the next new line is these characters and no others.
 * </ul>
 *
 * <p>So neither a prompt that comes after a password nor asterisks are taken for its echo. It errs towards hiding: what a full-screen program does not
 * show, and much of what is drawn anew or typed ahead, counts as hidden.
 *
 * <p>Owns no clock and no file: bytes, time and output come in, verdicts go out. Not safe for several threads at once.
 */
final class Typing {
    /** A longer line is taken in pieces. */
    static final int MOST_LINE = 2 * 1024;
    /** How much output one line may take to be shown: an editor draws it again with each key. */
    static final int MOST_SHOWN = 8 * 1024;
    /** Lines that wait for their echo, 128 KiB at most; of a paste that is longer the first count as hidden. */
    static final int MOST_WAITING = 64;
    /** Lines looked at in one go: the worst there are take some 10 ms each, and the gateway's clock waits. */
    static final int MOST_AT_ONCE = 8;
    /** How long a line may take to be shown, once it is complete. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final byte INTERRUPT = 3; // Ctrl-C
    private static final byte END_OF_FILE = 4; // Ctrl-D

    private final Output output;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();

    /** The session's output. */
    interface Output {
        /** Bytes from this offset on, as many as there are and fit. */
        void read(long offset, ByteBuffer into) throws IOException;
    }

    /** A line, and whether it was shown. */
    record Verdict(ByteBuffer bytes, boolean shown) {}

    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        /** How much output there was before its first key, and before the key that ended it. */
        private final long begun;

        private long ended;
        /** Where its own line of output begins, when it was typed ahead. */
        private long shownFrom;

        private boolean complete;
        private Instant since = Instant.MIN;

        private Line(long begun) {
            this.begun = begun;
            this.ended = begun;
            this.shownFrom = begun;
        }

        private Verdict was(boolean shown) {
            return new Verdict(ByteBuffer.wrap(bytes.toByteArray()), shown);
        }
    }

    Typing(Output output) {
        this.output = output;
    }

    /** @param shownFrom how much output there was before it went to the node */
    void typed(ByteBuffer bytes, long shownFrom, Instant now) {
        while (bytes.hasRemaining()) {
            var line = lines.peekLast();
            if (line == null || line.complete) {
                line = new Line(shownFrom);
                lines.add(line);
            }
            var key = bytes.get();
            line.bytes.write(key);
            if (ends(key) || line.bytes.size() >= MOST_LINE) {
                line.complete = true;
                line.ended = shownFrom;
                line.since = now;
            }
        }
    }

    private static boolean ends(byte key) {
        return key == '\r' || key == '\n' || key == INTERRUPT || key == END_OF_FILE;
    }

    /** Whether there is a line to look at. */
    boolean waits() {
        var first = lines.peekFirst();
        return first != null && first.complete;
    }

    /** Whether more wait than may: the first are not waited for any more. */
    boolean isCrowded() {
        return lines.size() > MOST_WAITING;
    }

    /** What can be said by now, in the order it was typed. */
    List<Verdict> look(Instant now) throws IOException {
        return look(now, false);
    }

    /** What can be said of all the rest, and no more will come. */
    List<Verdict> lookAtLast() throws IOException {
        return look(Instant.MAX, true);
    }

    private List<Verdict> look(Instant now, boolean last) throws IOException {
        var verdicts = new ArrayList<Verdict>();
        while (isCrowded()) verdicts.add(lines.remove().was(false));
        for (var looked = 0; last ? !lines.isEmpty() : waits() && looked < MOST_AT_ONCE; looked++) {
            var line = lines.element();
            var after = shown(line.shownFrom, MOST_SHOWN);
            var length = newLine(after);
            var enough = length >= 0 || after.length == MOST_SHOWN;
            var late = last || !now.isBefore(line.since.plus(PATIENCE));
            if (!enough && !late) break;
            lines.remove();
            var typed = line.bytes.toByteArray();
            var meanwhile = shown(line.begun, (int) Math.min(line.ended - line.begun, MOST_SHOWN));
            var ownLine = length < 0 ? after : Arrays.copyOf(after, length);
            verdicts.add(line.was(Echo.has(meanwhile, typed) || Echo.is(ownLine, typed)));
            var next = lines.peekFirst();
            if (next != null && length >= 0) next.shownFrom = Math.max(next.shownFrom, line.shownFrom + length + 1);
        }
        return verdicts;
    }

    private byte[] shown(long from, int most) throws IOException {
        var bytes = ByteBuffer.allocate(most);
        output.read(from, bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Where the first line ends; -1 when it does not. */
    private static int newLine(byte[] shown) {
        for (var at = 0; at < shown.length; at++) if (shown[at] == '\n') return at;
        return -1;
    }
}
