package dev.postern.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes a ZIP in one way only: entries stored as they are, all of one time, no attributes, no comments. So the same
 * entries make the same bytes whatever the JDK, and no byte of a bundle is free to be another.
 *
 * <p>As PKWARE's APPNOTE 6.3 has it, with ZIP64 where a number is too large for its field.
 */
final class Envelope {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final short VERSION = 20;
    private static final short VERSION_64 = 45;
    private static final short EXTRA_64 = 1;
    /** 1980-01-01 00:00, the first there is. */
    private static final int TIME = 0x00210000;

    private static final long NO_INT = 0xFFFFFFFFL;
    private static final int NO_SHORT = 0xFFFF;

    private final OutputStream out;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long position;
    private long entries;

    Envelope(OutputStream out) {
        this(out, 0);
    }

    /** @param position how many bytes stand before it */
    Envelope(OutputStream out, long position) {
        this.out = out;
        this.position = position;
    }

    void add(String name, byte[] content) throws IOException {
        var named = name.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(content);
        var facts = buffer(22)
                .putShort((short) 0) // flags
                .putShort((short) 0) // stored
                .putInt(TIME)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length)
                .putShort((short) named.length)
                .array();
        list(named, facts);
        write(buffer(6).putInt(LOCAL).putShort(VERSION).array());
        write(facts);
        write(new byte[2]); // no extra
        write(named);
        write(content);
        entries++;
    }

    private void list(byte[] name, byte[] facts) {
        var far = position >= NO_INT;
        directory.writeBytes(buffer(8)
                .putInt(CENTRAL)
                .putShort(VERSION)
                .putShort(far ? VERSION_64 : VERSION)
                .array());
        directory.writeBytes(facts);
        directory.writeBytes(buffer(16)
                .putShort((short) (far ? 12 : 0))
                .putShort((short) 0) // no comment
                .putShort((short) 0) // disk
                .putShort((short) 0)
                .putInt(0) // no attributes
                .putInt((int) Math.min(position, NO_INT))
                .array());
        directory.writeBytes(name);
        if (far)
            directory.writeBytes(buffer(12)
                    .putShort(EXTRA_64)
                    .putShort((short) 8)
                    .putLong(position)
                    .array());
    }

    /** Writes the list of all entries; leaves the stream open. */
    void end() throws IOException {
        var start = position;
        write(directory.toByteArray());
        var size = position - start;
        if (entries >= NO_SHORT || start >= NO_INT || size >= NO_INT) end64(start, size);
        write(buffer(22)
                .putInt(END)
                .putInt(0) // disks
                .putShort((short) Math.min(entries, NO_SHORT))
                .putShort((short) Math.min(entries, NO_SHORT))
                .putInt((int) Math.min(size, NO_INT))
                .putInt((int) Math.min(start, NO_INT))
                .putShort((short) 0)
                .array());
        out.flush();
    }

    private void end64(long start, long size) throws IOException {
        var end = position;
        write(buffer(56)
                .putInt(END_64)
                .putLong(44)
                .putShort(VERSION_64)
                .putShort(VERSION_64)
                .putLong(0) // disks
                .putLong(entries)
                .putLong(entries)
                .putLong(size)
                .putLong(start)
                .array());
        write(buffer(20).putInt(LOCATOR_64).putInt(0).putLong(end).putInt(1).array());
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
