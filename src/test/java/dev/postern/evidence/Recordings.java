package dev.postern.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes recordings as the product does, for tests. */
public final class Recordings {
    public static final Instant START = Instant.parse("2026-11-28T09:00:00Z");
    public static final Signer KEY = key();
    public static final Signer ANOTHER_KEY = key();

    private Recordings() {}

    /** All that a bundle is made of. */
    public record Parts(byte[] manifest, Seal seal, List<byte[]> segments) {
        public byte[] bundle() {
            var out = new ByteArrayOutputStream();
            try {
                RecordingBundle.write(out, manifest, seal, segment -> segments.get(segment.number() - 1));
            } catch (IOException | Damaged e) {
                throw new IllegalStateException(e);
            }
            return out.toByteArray();
        }

        public Path in(Path file) throws IOException {
            return Files.write(file, bundle());
        }

        public String hash() {
            return Hashes.sha256(manifest);
        }

        Parts manifest(byte[] another) {
            return new Parts(another, seal, segments);
        }

        Parts sealed(Signer by) {
            return new Parts(manifest, by.sign(manifest), segments);
        }
    }

    public static Parts complete(String session, long number) {
        return of(session, number, 3, true);
    }

    public static Parts truncated(String session, long number) {
        return of(session, number, 2, false);
    }

    static Parts of(String session, long number, int segments, boolean complete) {
        var sealed = new ArrayList<SealedSegment>();
        var packed = new ArrayList<byte[]>();
        var chain = Hashes.beforeTheFirst(session);
        long offset = 0;
        for (var i = 1; i <= segments; i++) {
            var writer = new SegmentWriter(i, offset, Event.keyframe(i * 1000L, 80, 24, bytes("\u001b[2J" + i)));
            writer.add(Event.output(i * 1000L + 20, ByteBuffer.wrap(bytes("line " + i + " of " + session + "\r\n"))));
            writer.add(Event.resize(i * 1000L + 30, 100, 30));
            writer.add(new Event(i * 1000L + 40, Event.Kind.INPUT, ByteBuffer.wrap(bytes("ls\r"))));
            if (i == segments && complete) writer.add(end(i * 1000L + 500));
            packed.add(Packed.pack(writer.body()));
            sealed.add(SealedSegment.of(writer, packed.getLast(), chain));
            chain = sealed.getLast().chain();
            offset += writer.outputBytes();
        }
        return sealed(manifest(session, number, sealed, complete ? null : segments * 1000L + 40), packed);
    }

    static Event end(long at) {
        return Event.text(at, Event.Kind.END, "{\"cause\":\"EXITED\",\"words\":\"exit 0\"}");
    }

    static Manifest manifest(String session, long number, List<SealedSegment> segments, @Nullable Long truncatedAt) {
        return new Manifest(
                Manifest.FORMAT,
                session,
                number,
                new TreeMap<>(Map.of("node", "mi-0123456789abcdef0", "owner", "alice")),
                START,
                START.plusSeconds(60),
                truncatedAt == null ? Manifest.State.COMPLETE : Manifest.State.TRUNCATED,
                truncatedAt,
                80,
                24,
                true,
                segments);
    }

    static Parts sealed(Manifest manifest, List<byte[]> packed) {
        var written = manifest.written();
        return new Parts(written, KEY.sign(written), packed);
    }

    static Signer key() {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(Seal.ED25519).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return bytes -> {
            try {
                var signature = Signature.getInstance(Seal.ED25519);
                signature.initSign(pair.getPrivate());
                signature.update(bytes);
                return Seal.of(pair.getPublic().getEncoded(), signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
