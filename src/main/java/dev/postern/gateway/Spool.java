package dev.postern.gateway;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Every output frame of a session, written before it is acknowledged or forwarded. Three files: {@code output}, the terminal bytes and nothing
 * else, so that an offset in the session is an offset in the file; {@code index}, one record of 64 bytes per frame, at 64 times its sequence
 * number, with the time it was received; {@code other}, the payloads that are not terminal bytes. The payload is written before its record: what
 * has a record was written. A record's place is part of its checksum, so none can be taken for another.
 *
 * <p>Written means handed to the operating system, which a killed process survives; {@link #force} is for a lost machine. One thread appends;
 * any may read.
 */
final class Spool implements Closeable {
    static final int RECORD = 64;
    /** Handshakes, flags and exit codes: some kilobytes in the longest session. */
    static final int MOST_OTHER = 1024 * 1024;

    private static final int CRC = 0;
    private static final int TYPE = 4;
    private static final int ARRIVED = 8;
    private static final int OFFSET = 16;
    private static final int LENGTH = 24;
    private static final int FLAGS = 28;
    private static final int CREATED = 32;
    private static final int ID_HIGH = 40;
    private static final int ID_LOW = 48;
    private static final int PAYLOAD_CRC = 56;
    private static final int OTHER = 60;

    private final SpoolFile output;
    private final SpoolFile index;
    private final SpoolFile other;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD);

    private volatile long nextSequence;
    private volatile long end;
    private int otherEnd;
    private volatile boolean dirty;

    private Spool(SpoolFile output, SpoolFile index, SpoolFile other) {
        this.output = output;
        this.index = index;
        this.other = other;
    }

    /** Opens the spool in this folder as it was left, or a new one. A torn tail is cut off: it was never acknowledged, so it comes again. */
    static Spool open(Path folder, SpoolFile.Disk disk) throws IOException {
        Files.createDirectories(folder);
        var output = disk.open(folder.resolve("output"));
        var index = disk.open(folder.resolve("index"));
        var spool = new Spool(output, index, disk.open(folder.resolve("other")));
        spool.recover();
        return spool;
    }

    /** Whatever is whole in this folder, of a session that nobody writes any more. Changes nothing; where there is no spool it is an empty one. */
    static Spool openToRead(Path folder) throws IOException {
        var spool = new Spool(
                SpoolFile.openToRead(folder.resolve("output")),
                SpoolFile.openToRead(folder.resolve("index")),
                SpoolFile.openToRead(folder.resolve("other")));
        spool.find();
        return spool;
    }

    private void recover() throws IOException {
        find();
        if (index.size() != nextSequence * RECORD) index.truncate(nextSequence * RECORD);
        if (output.size() != end) output.truncate(end);
    }

    /** How far it is whole. */
    private void find() throws IOException {
        var records = index.size() / RECORD;
        while (records > 0 && !isWhole(records - 1)) records--;
        if (records > 0) {
            var last = read(records - 1);
            nextSequence = records;
            end = last.end();
        }
        otherEnd = (int) Math.min(other.size(), MOST_OTHER);
    }

    private boolean isWhole(long sequence) throws IOException {
        var bytes = ByteBuffer.allocate(RECORD);
        index.read(bytes, sequence * RECORD);
        if (bytes.hasRemaining() || bytes.getInt(CRC) != crcOfRecord(bytes, sequence)) return false;
        var entry = Entry.of(bytes);
        var payload = payload(entry);
        return !payload.hasRemaining() && entry.fits(payload.flip());
    }

    /**
     * What is known of a frame without its payload.
     *
     * @param arrived when this server received it, in milliseconds
     * @param created when the node made it, as the node says
     */
    record Entry(
            long arrived, int type, long offset, int length, long flags, long created, UUID id, int crc, int other) {
        /**
         * Of a frame's record.
         *
         * @throws IOException when these bytes are not the whole record of this very frame
         */
        static Entry of(ByteBuffer record, long sequence) throws IOException {
            if (record.getInt(CRC) != crcOfRecord(record, sequence))
                throw new IOException("the spool's record of frame " + sequence + " is damaged");
            return of(record);
        }

        private static Entry of(ByteBuffer record) {
            return new Entry(
                    record.getLong(ARRIVED),
                    record.getInt(TYPE),
                    record.getLong(OFFSET),
                    record.getInt(LENGTH),
                    record.getInt(FLAGS),
                    record.getLong(CREATED),
                    new UUID(record.getLong(ID_HIGH), record.getLong(ID_LOW)),
                    record.getInt(PAYLOAD_CRC),
                    record.getInt(OTHER));
        }

        boolean terminal() {
            return isTerminal(type);
        }

        /** Whether these bytes are its payload. */
        boolean fits(ByteBuffer payload) {
            return payload.remaining() == length && crcOf(payload.duplicate()) == crc;
        }

        /** Where the terminal bytes after this frame begin. */
        long end() {
            return terminal() ? offset + length : offset;
        }
    }

    /** Bytes a person sees. */
    static boolean isTerminal(int payloadType) {
        return payloadType == PayloadType.OUTPUT || payloadType == PayloadType.STDERR;
    }

    /**
     * Appends the next frame.
     *
     * @param arrived when this server received it
     * @throws IOException when it could not be written: then nothing has changed
     */
    void append(Frame frame, Instant arrived) throws IOException {
        if (frame.sequence() != nextSequence) {
            throw new IllegalArgumentException("frame " + frame.sequence() + " where " + nextSequence + " is next");
        }
        var sequence = nextSequence;
        var at = end;
        var type = frame.payloadType();
        var terminal = isTerminal(type);
        var payload = frame.payload();
        var length = payload.remaining();
        var payloadCrc = crcOf(payload.duplicate());
        if (terminal) output.write(payload, at);
        else if (otherEnd + length > MOST_OTHER)
            throw new IOException("more than " + MOST_OTHER + " bytes that are not output");
        else other.write(payload, otherEnd);

        var id = frame.messageId();
        record.clear();
        record.putInt(TYPE, type)
                .putLong(ARRIVED, arrived.toEpochMilli())
                .putLong(OFFSET, at)
                .putInt(LENGTH, length)
                .putInt(FLAGS, (int) frame.flags())
                .putLong(CREATED, frame.createdMillis())
                .putLong(ID_HIGH, id.getMostSignificantBits())
                .putLong(ID_LOW, id.getLeastSignificantBits())
                .putInt(PAYLOAD_CRC, payloadCrc)
                .putInt(OTHER, otherEnd)
                .putInt(CRC, crcOfRecord(record, sequence));
        index.write(record, sequence * RECORD);

        if (terminal) end = at + length;
        else otherEnd += length;
        nextSequence = sequence + 1;
        dirty = true;
    }

    private static int crcOf(ByteBuffer payload) {
        var crc = new CRC32C();
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** Of a record at this place: the number stands in the checksum's stead while that is made, and costs nothing so. */
    private static int crcOfRecord(ByteBuffer record, long sequence) {
        var kept = record.getInt(CRC);
        record.putInt(CRC, Long.hashCode(sequence));
        var crc = crcOf(record.slice(CRC, RECORD));
        record.putInt(CRC, kept);
        return crc;
    }

    /** The number of the frame that is appended next: as many as there are. */
    long nextSequence() {
        return nextSequence;
    }

    /** How many terminal bytes there are. */
    long end() {
        return end;
    }

    /** Terminal bytes from this offset on, as many as there are and fit. */
    void read(long offset, ByteBuffer into) throws IOException {
        var available = end - offset;
        if (available < into.remaining()) into.limit(into.position() + (int) Math.max(0, available));
        output.read(into, offset);
    }

    Entry read(long sequence) throws IOException {
        if (sequence >= index.size() / RECORD) throw new IOException("the spool has no frame " + sequence);
        var bytes = ByteBuffer.allocate(RECORD);
        index.read(bytes, sequence * RECORD);
        return Entry.of(bytes);
    }

    /** Records of frames from this one on, as many as there are and fit: for {@link Entry#of(ByteBuffer, long)}. */
    void records(long sequence, ByteBuffer into) throws IOException {
        index.read(into, sequence * RECORD);
    }

    /** Terminal bytes of these very offsets, whether or not this spool knows that they are there. */
    void bytes(long offset, ByteBuffer into) throws IOException {
        output.read(into, offset);
    }

    /** Looks again how far it is whole: it was opened to read, and may have been written since. */
    void lookAgain() throws IOException {
        find();
    }

    /** The frame as it came: same number, id, date and payload. */
    Frame frame(long sequence) throws IOException {
        var entry = read(sequence);
        var payload = payload(entry).flip();
        return Frame.of(
                MessageType.OUTPUT_STREAM_DATA,
                entry.type(),
                sequence,
                entry.flags(),
                entry.id(),
                Instant.ofEpochMilli(entry.created()),
                payload);
    }

    private ByteBuffer payload(Entry entry) throws IOException {
        var payload = ByteBuffer.allocate(entry.length());
        if (entry.terminal()) output.read(payload, entry.offset());
        else other.read(payload, entry.other());
        return payload;
    }

    /** Whether the disk has room again: tried where the next bytes would go. By the thread that appends. */
    boolean takes() {
        try {
            output.write(ByteBuffer.allocate(RECORD), end);
            index.write(ByteBuffer.allocate(RECORD), nextSequence * RECORD);
            output.truncate(end);
            index.truncate(nextSequence * RECORD);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** To the disk itself, if anything was appended since the last time. */
    void force() throws IOException {
        if (!dirty) return;
        dirty = false;
        output.force();
        other.force();
        index.force();
    }

    @Override
    public void close() throws IOException {
        try (output;
                index;
                other) {
            force();
        }
    }
}
