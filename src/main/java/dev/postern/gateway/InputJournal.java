package dev.postern.gateway;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was typed into a browser session and is not yet acknowledged by the node, with who typed it and up to which offset: written before it is
 * sent, so that a killed server sends it again and tells each browser tab exactly how much of its typing is held here.
 *
 * <p>A file of records, rewritten when most of it is history. Typed bytes may be passwords: once acknowledged they are overwritten where they stand,
 * and a session that ends takes the whole file with it. Written means handed to the operating system. Not safe for several threads at once.
 */
final class InputJournal implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(InputJournal.class);

    /** Rewritten beyond this; so much is unacknowledged only when the node is away and somebody pastes. */
    static final int REWRITE_AT = 1024 * 1024;
    /** Tabs whose offsets are remembered; the one that typed longest ago is forgotten first. */
    static final int MOST_CLIENTS = 64;

    /** Its name in the session's folder. */
    static final String FILE = "input";

    private static final int HEADER = 8; // length, CRC
    private static final byte OFFERED = 1;
    private static final byte ACKNOWLEDGED = 2;
    private static final byte CLIENT = 3;
    private static final byte NEXT = 4;
    private static final int MOST_RECORD = Frame.MAX_CONTROL_BYTES;

    private final Path folder;
    private final SpoolFile.Disk disk;
    private final int overhead;
    private volatile SpoolFile file;
    private long end;
    private long rewriteAt = REWRITE_AT;
    private volatile boolean dirty;

    /** In the order of their last typing. */
    private final SequencedMap<String, Typed> clients = new LinkedHashMap<>();

    private final TreeMap<Long, Offered> offered = new TreeMap<>();
    private long nextSequence;

    /**
     * How far one tab's typing came.
     *
     * @param received typed bytes that are held here
     * @param accepted those that the node acknowledged
     */
    record Typed(long received, long accepted) {}

    /**
     * What waits for the node.
     *
     * @param client null for what nobody typed, such as a size
     * @param typedTo the client's offset behind this frame
     * @param at where its record begins in the file
     */
    record Offered(Frame frame, @Nullable String client, long typedTo, long at) {}

    private InputJournal(Path folder, SpoolFile.Disk disk, SpoolFile file, int overhead) {
        this.folder = folder;
        this.disk = disk;
        this.file = file;
        this.overhead = overhead;
    }

    static InputJournal open(Path folder, SpoolFile.Disk disk) throws IOException {
        return open(folder, disk, 0);
    }

    /** @param overhead by how much a payload is longer than what was typed, since it is encrypted */
    static InputJournal open(Path folder, SpoolFile.Disk disk, int overhead) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve("input.new"));
        var journal = new InputJournal(folder, disk, disk.open(folder.resolve(FILE)), overhead);
        journal.recover();
        return journal;
    }

    private void recover() throws IOException {
        var size = file.size();
        var header = ByteBuffer.allocate(HEADER);
        while (end + HEADER <= size) {
            file.read(header.clear(), end);
            var length = header.getInt(0);
            if (length < 1 || length > MOST_RECORD || end + HEADER + length > size) break;
            var body = ByteBuffer.allocate(length);
            file.read(body, end + HEADER);
            if (crcOf(body.flip()) != header.getInt(4)) break;
            apply(body);
            end += HEADER + length;
        }
        if (end != size) file.truncate(end);
        // a kill may have come between an acknowledgement and the overwriting of what it acknowledged
        if (end > 0) rewriteIfPossible();
    }

    private void apply(ByteBuffer body) {
        switch (body.get()) {
            case OFFERED -> {
                var sequence = body.getLong();
                var type = body.getInt();
                var created = Instant.ofEpochMilli(body.getLong());
                var id = new UUID(body.getLong(), body.getLong());
                var typedTo = body.getLong();
                var client = text(body);
                var frame = Frame.of(MessageType.INPUT_STREAM_DATA, type, sequence, 0, id, created, body.slice());
                keep(new Offered(frame, client.isEmpty() ? null : client, typedTo, end));
            }
            case ACKNOWLEDGED -> forget(body.getLong());
            case CLIENT -> {
                var typed = new Typed(body.getLong(), body.getLong());
                remember(text(body), typed);
            }
            case NEXT -> nextSequence = body.getLong();
            default -> throw new IllegalStateException("an input journal of a newer version: " + folder);
        }
    }

    /**
     * Before it is sent.
     *
     * @throws IOException when it could not be written: then nothing has changed
     */
    void offered(Frame frame, @Nullable String client, long typedTo) throws IOException {
        var entry = new Offered(frame, client, typedTo, end);
        write(record(entry));
        keep(entry);
        if (end > rewriteAt) rewriteIfPossible();
    }

    private void keep(Offered entry) {
        offered.put(entry.frame().sequence(), entry);
        nextSequence = Math.max(nextSequence, entry.frame().sequence() + 1);
        if (entry.client() != null) {
            var known = typed(entry.client());
            remember(entry.client(), new Typed(Math.max(known.received(), entry.typedTo()), known.accepted()));
        }
    }

    private void remember(String client, Typed typed) {
        clients.putLast(client, typed);
        if (clients.size() > MOST_CLIENTS) clients.pollFirstEntry();
    }

    /** A frame the node has taken. The acknowledgement is lost if it cannot be written: then the frame is sent again, and the node drops it. */
    void acknowledged(long sequence) throws IOException {
        var entry = offered.get(sequence);
        if (entry == null) return;
        forget(sequence);
        write(ByteBuffer.allocate(1 + Long.BYTES)
                .put(ACKNOWLEDGED)
                .putLong(sequence)
                .flip());
        overwrite(entry);
        if (end > rewriteAt) rewriteIfPossible();
    }

    /** The same record with zeros for what was typed: it still tells who typed how far. */
    private void overwrite(Offered entry) throws IOException {
        var record = record(entry);
        var payload = entry.frame().payloadLength();
        record.put(record.limit() - payload, new byte[payload]);
        file.write(framed(record), entry.at());
    }

    private void forget(long sequence) {
        var entry = offered.remove(sequence);
        if (entry == null || entry.client() == null) return;
        var client = entry.client();
        var known = clients.get(client);
        if (known == null) return;
        // acknowledgements may overtake each other: accepted is what lies before the oldest frame that waits
        var oldest = known.received();
        for (var waiting : offered.values()) {
            if (client.equals(waiting.client())) {
                oldest = waiting.typedTo() - (waiting.frame().payloadLength() - overhead);
                break;
            }
        }
        clients.put(client, new Typed(known.received(), oldest));
    }

    /** What is known of this tab; zeros for a new one. */
    Typed typed(String client) {
        return clients.getOrDefault(client, new Typed(0, 0));
    }

    /** Waiting for the node, in order. */
    List<Frame> unacknowledged() {
        return offered.values().stream().map(Offered::frame).toList();
    }

    long nextSequence() {
        return nextSequence;
    }

    private void write(ByteBuffer body) throws IOException {
        var bytes = framed(body);
        var length = bytes.remaining();
        file.write(bytes, end);
        end += length;
        dirty = true;
    }

    /** The old file stays good when the new one cannot be written. */
    private void rewriteIfPossible() {
        try {
            rewrite();
        } catch (IOException e) {
            rewriteAt = end + REWRITE_AT;
            log.atWarn().addKeyValue("folder", folder).setCause(e).log("input journal not rewritten");
        }
    }

    private static ByteBuffer framed(ByteBuffer body) {
        var length = body.remaining();
        return ByteBuffer.allocate(HEADER + length)
                .putInt(length)
                .putInt(crcOf(body))
                .put(body)
                .flip();
    }

    private static ByteBuffer record(Offered entry) {
        var frame = entry.frame();
        var client = utf8(entry.client() == null ? "" : entry.client());
        return ByteBuffer.allocate(64 + client.length + frame.payloadLength())
                .put(OFFERED)
                .putLong(frame.sequence())
                .putInt(frame.payloadType())
                .putLong(frame.createdMillis())
                .putLong(frame.messageId().getMostSignificantBits())
                .putLong(frame.messageId().getLeastSignificantBits())
                .putLong(entry.typedTo())
                .putShort((short) client.length)
                .put(client)
                .put(frame.payload())
                .flip();
    }

    /** The same state in as few records as it takes, in a new file that takes the old one's place. */
    private void rewrite() throws IOException {
        var next = folder.resolve("input.new");
        Files.deleteIfExists(next);
        var fresh = disk.open(next);
        var at = 0L;
        for (var client : clients.entrySet()) {
            var name = utf8(client.getKey());
            var accepted = client.getValue().accepted();
            var received = client.getValue().received();
            at = append(
                    fresh,
                    at,
                    ByteBuffer.allocate(32 + name.length)
                            .put(CLIENT)
                            .putLong(received)
                            .putLong(accepted)
                            .putShort((short) name.length)
                            .put(name)
                            .flip());
        }
        var moved = new TreeMap<Long, Offered>();
        for (var entry : offered.values()) {
            moved.put(entry.frame().sequence(), new Offered(entry.frame(), entry.client(), entry.typedTo(), at));
            at = append(fresh, at, record(entry));
        }
        at = append(
                fresh,
                at,
                ByteBuffer.allocate(1 + Long.BYTES)
                        .put(NEXT)
                        .putLong(nextSequence)
                        .flip());
        fresh.force();
        Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        file.close();
        file = fresh;
        offered.clear();
        offered.putAll(moved);
        end = at;
        rewriteAt = Math.max(REWRITE_AT, 2 * at);
    }

    private static long append(SpoolFile file, long at, ByteBuffer body) throws IOException {
        var bytes = framed(body);
        var length = bytes.remaining();
        file.write(bytes, at);
        return at + length;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer body) {
        var bytes = new byte[body.getShort()];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int crcOf(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }

    void force() throws IOException {
        if (!dirty) return;
        dirty = false;
        file.force();
    }

    /** Nobody will ask again: the session is over. */
    void erase() throws IOException {
        offered.clear();
        end = 0;
        file.truncate(0);
    }

    @Override
    public void close() throws IOException {
        try (var closing = file) {
            closing.force();
        }
    }
}
