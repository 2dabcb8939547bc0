package dev.postern.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes pieces of a trail as the product does, for tests. */
public final class Trails {
    private static final Instant START = Instant.parse("2026-11-28T08:00:00Z");

    static final TrailEntry.Who ALICE =
            new TrailEntry.Who("arn:aws:iam::000000000000:user/alice", "alice", "192.0.2.7");

    private final List<TrailEntry> entries = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();
    private final Map<Long, Checkpoint> checkpoints = new TreeMap<>();

    public Trails with(int entries) {
        for (var i = 0; i < entries; i++)
            with(
                    "ConsoleLogin",
                    i % 2 == 0 ? ALICE : new TrailEntry.Who("arn:of:bob", "bob", null),
                    null,
                    Map.of("method", "password, n\u00e4h = \\ \n \u65e5\u672c \ud83d\udeaa"));
        return this;
    }

    /** By the server itself. */
    public Trails with(String action, @Nullable String session, Map<String, String> details) {
        return with(action, new TrailEntry.Who("postern:system", "Postern", null), session, details);
    }

    Trails with(String action, TrailEntry.Who by, @Nullable String session, Map<String, String> details) {
        var sequence = entries.size() + 1L;
        var entry = new TrailEntry(
                sequence,
                new UUID(7, sequence),
                START.plusSeconds(sequence),
                action,
                "NOTED",
                by,
                "arn:of:what",
                sequence % 3 == 0 ? "mi-0123456789abcdef0" : null,
                session,
                sequence == 2 ? new UUID(7, 1) : null,
                new TreeMap<>(details));
        entries.add(entry);
        hashes.add(entry.hash(before(sequence)));
        return this;
    }

    public Trails ended(Recordings.Parts recording) {
        Manifest manifest;
        try {
            manifest = Manifest.read(recording.manifest());
        } catch (Damaged e) {
            throw new IllegalStateException(e);
        }
        var sealed = Map.of("sessionNumber", Long.toString(manifest.number()), "recordingHash", recording.hash());
        return with("SessionEnded", manifest.session(), Map.of()).with("RecordingSealed", manifest.session(), sealed);
    }

    public Trails checkpoint() {
        return checkpoint(Recordings.KEY);
    }

    public Trails checkpoint(Signer by) {
        var sequence = (long) entries.size();
        checkpoints.put(
                sequence,
                Checkpoint.signed(
                        sequence, hashes.getLast(), START.plusSeconds(sequence).plusMillis(7), by));
        return this;
    }

    String before(long sequence) {
        return sequence == 1 ? TrailEntry.BEFORE_THE_FIRST : hashes.get((int) sequence - 2);
    }

    public byte[] bundle() {
        return bundle(1, entries.size());
    }

    public byte[] bundle(long first, long last) {
        var out = new ByteArrayOutputStream();
        try {
            var bundle = new TrailBundle(out, first, last, before(first));
            for (var sequence = first; sequence <= last; sequence++) {
                bundle.add(entries.get((int) sequence - 1), hashes.get((int) sequence - 1));
                var checkpoint = checkpoints.get(sequence);
                if (checkpoint != null) bundle.add(checkpoint);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    public Path in(Path file) throws IOException {
        return Files.write(file, bundle());
    }

    static List<String> lines(byte[] bundle) {
        return new ArrayList<>(
                new String(bundle, StandardCharsets.UTF_8).lines().toList());
    }

    static byte[] of(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
