package dev.postern.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The notes in a timeline's file from a place on, one after the other, until that end or the first that is not whole. */
final class Notes {
    private final SpoolFile file;
    private final long end;
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * Note.MOST).limit(0);
    private long position;
    private @Nullable Note next;

    Notes(SpoolFile file, long from, long end) throws IOException {
        this.file = file;
        this.position = from;
        this.end = end;
        find();
    }

    /** Null when there are no more. */
    @Nullable Note peek() {
        return next;
    }

    /** Where the next one begins, or where the last one ended. */
    long position() {
        return position;
    }

    void take() throws IOException {
        if (next == null) return;
        position += next.length();
        bytes.position(bytes.position() + next.length());
        find();
    }

    private void find() throws IOException {
        next = Note.read(bytes);
        if (next != null || position + bytes.remaining() >= end) return;
        bytes.clear();
        if (end - position < bytes.remaining()) bytes.limit((int) (end - position));
        file.read(bytes, position);
        next = Note.read(bytes.flip());
    }
}
