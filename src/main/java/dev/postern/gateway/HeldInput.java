package dev.postern.gateway;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was typed before the node takes any of it: it has no number yet, since the handshake's answers come first. Written before it counts as
 * received, so that a killed server still has it. What a killed server moved to the {@link InputJournal} and did not strike off here is known there
 * by its tab and offset.
 *
 * <p>The file is there only while something is held; then it is overwritten and deleted, since typed bytes may be passwords. Not safe for several
 * threads at once.
 */
final class HeldInput implements Closeable {
    /** Its name in the session's folder. */
    static final String FILE = "held";

    /** More than anybody types in the seconds that a handshake takes; a longer paste is refused, and the page brings it again. */
    static final int MOST_BYTES = 256 * 1024;

    private static final int HEADER = 8; // length, CRC
    private static final int MOST_RECORD = MOST_BYTES + 1_024;

    private final Path path;
    private final SpoolFile.Disk disk;
    private final List<Piece> pieces = new ArrayList<>();
    private @Nullable SpoolFile file;
    private long end;
    private int size;

    /** Typed bytes of one tab without a gap. */
    static final class Piece {
        private final String client;
        private final long from;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Piece(String client, long from) {
            this.client = client;
            this.from = from;
        }

        String client() {
            return client;
        }

        /** The tab's offset of the first byte. */
        long from() {
            return from;
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(bytes.toByteArray());
        }

        private long to() {
            return from + bytes.size();
        }
    }

    private HeldInput(Path path, SpoolFile.Disk disk) {
        this.path = path;
        this.disk = disk;
    }

    static HeldInput open(Path folder, SpoolFile.Disk disk) throws IOException {
        var held = new HeldInput(folder.resolve(FILE), disk);
        if (Files.exists(held.path)) held.recover();
        return held;
    }

    private void recover() throws IOException {
        var from = file();
        var size = from.size();
        var header = ByteBuffer.allocate(HEADER);
        while (end + HEADER <= size) {
            from.read(header.clear(), end);
            var length = header.getInt(0);
            if (length < 1 || length > MOST_RECORD || end + HEADER + length > size) break;
            var body = ByteBuffer.allocate(length);
            from.read(body, end + HEADER);
            if (crcOf(body.flip()) != header.getInt(4)) break;
            var offset = body.getLong();
            var client = new byte[body.getShort()];
            body.get(client);
            keep(new String(client, StandardCharsets.UTF_8), offset, body);
            end += HEADER + length;
        }
    }

    private SpoolFile file() throws IOException {
        if (file == null) file = disk.open(path);
        return file;
    }

    boolean hasRoom(int bytes) {
        return size + bytes <= MOST_BYTES;
    }

    /**
     * Holds some more.
     *
     * @param offset the tab's offset of the first byte
     * @throws IOException when it could not be written: then nothing has changed
     */
    void hold(String client, long offset, ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) return;
        var name = client.getBytes(StandardCharsets.UTF_8);
        var length = Long.BYTES + Short.BYTES + name.length + bytes.remaining();
        var body = ByteBuffer.allocate(length)
                .putLong(offset)
                .putShort((short) name.length)
                .put(name)
                .put(bytes.duplicate())
                .flip();
        var record = ByteBuffer.allocate(HEADER + length)
                .putInt(length)
                .putInt(crcOf(body))
                .put(body)
                .flip();
        file().write(record, end);
        end += HEADER + length;
        keep(client, offset, bytes);
    }

    private void keep(String client, long offset, ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        var last = pieces.isEmpty() ? null : pieces.getLast();
        if (last == null || !last.client.equals(client) || last.to() != offset) {
            last = new Piece(client, offset);
            pieces.add(last);
        }
        last.bytes.writeBytes(copy);
        size += copy.length;
    }

    /** How far this tab's typing is held here; 0 when nothing of it is. */
    long received(String client) {
        var received = 0L;
        for (var piece : pieces) if (piece.client.equals(client)) received = piece.to();
        return received;
    }

    /** In the order it was typed. */
    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** All of it is elsewhere, or not wanted any more. */
    void erase() throws IOException {
        pieces.clear();
        size = 0;
        if (file == null) return;
        try (var gone = file) {
            file = null;
            gone.write(ByteBuffer.allocate((int) end), 0);
            end = 0;
        }
        Files.deleteIfExists(path);
    }

    void force() throws IOException {
        if (file != null) file.force();
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }

    private static int crcOf(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }
}
