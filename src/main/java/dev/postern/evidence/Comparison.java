package dev.postern.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;

/** Takes what should stand in a file, and says where something else does. */
final class Comparison extends OutputStream {
    private final InputStream file;
    private long position;
    private long different = -1;

    Comparison(InputStream file) {
        this.file = file;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] expected, int from, int length) throws IOException {
        if (different >= 0) return;
        var found = file.readNBytes(length);
        var at = Arrays.mismatch(expected, from, from + length, found, 0, found.length);
        if (at >= 0) different = position + at;
        position += length;
    }

    /** The first byte that is another, missing, or beyond the end; call when everything was written. */
    OptionalLong difference() throws IOException {
        if (different < 0 && file.read() >= 0) different = position;
        return different < 0 ? OptionalLong.empty() : OptionalLong.of(different);
    }
}
