package dev.postern.recording;

import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import dev.postern.screen.Screen;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a segment begins with: the screen as the one before left it, found by playing that one from its own keyframe. So nobody keeps a screen for a
 * live session, and a server that was killed comes to the same bytes as one that was not.
 */
final class Keyframes {
    /** What windows have until somebody says otherwise. */
    static final int COLUMNS = 80;

    static final int ROWS = 24;

    /**
     * A larger one is drawn without its colours. A window of 300 × 100 with a colour of its own in each cell is half a megabyte; half of a
     * segment is the least that is left for what happens.
     */
    static final int LARGEST = 128 * 1024;

    private Keyframes() {}

    /** An empty screen. */
    static Event blank(long at, int columns, int rows) {
        return Event.keyframe(at, columns, rows, new byte[0]);
    }

    /** Of a session without one. */
    static Event none(long at) {
        return blank(at, 0, 0);
    }

    /** What this segment left, at its end. */
    static Event after(Segment segment) {
        var first = segment.keyframe();
        var at = segment.to();
        if (first.columns() == 0 || first.rows() == 0) return none(at);
        var screen = new Screen(size(first.columns()), size(first.rows()));
        screen.write(first.redraw());
        for (var event : segment.events()) {
            if (event.kind() == Event.Kind.OUTPUT) screen.write(event.payload());
            if (event.kind() == Event.Kind.RESIZE) screen.resize(size(event.columns()), size(event.rows()));
        }
        var redraw = screen.redraw();
        return Event.keyframe(at, screen.columns(), screen.rows(), redraw.length <= LARGEST ? redraw : plain(screen));
    }

    /** Whatever a client says, a window has so many columns or rows. */
    static int size(int said) {
        return Math.clamp(said, 1, Screen.LARGEST);
    }

    /** The characters alone, as many as fit, and the cursor where it is. */
    private static byte[] plain(Screen screen) {
        var text = screen.text().replace("\n", "\r\n");
        var cursor = "\033[" + (screen.cursorRow() + 1) + ";"
                + (Math.min(screen.cursorColumn(), screen.columns() - 1) + 1) + "H";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var end = cursor.getBytes(StandardCharsets.US_ASCII);
        var length = Math.min(bytes.length, LARGEST - end.length);
        // not within a character
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) length--;
        return ByteBuffer.allocate(length + end.length)
                .put(bytes, 0, length)
                .put(end)
                .array();
    }
}
