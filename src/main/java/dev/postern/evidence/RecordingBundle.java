package dev.postern.evidence;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A recording as one file: a ZIP of {@code manifest.json}, {@code manifest.sig} (its seal as JSON) and
 * {@code segments/000001.zst} …, in that order, written as {@link Envelope} does and in no other way.
 */
public final class RecordingBundle {
    static final String MANIFEST = "manifest.json";
    static final String SEAL = "manifest.sig";
    static final String SEGMENTS = "segments/";
    private static final int LARGEST_SEAL = 4 * 1024;

    private RecordingBundle() {}

    /** Where the zstd frames of a recording are. */
    @FunctionalInterface
    public interface Segments {
        byte[] packed(SealedSegment segment) throws IOException;
    }

    /**
     * Writes one, and keeps no more than a segment meanwhile. Proves nothing: it may be read back for that.
     *
     * @param manifest its bytes as they were signed
     */
    public static void write(OutputStream out, byte[] manifest, Seal seal, Segments segments)
            throws IOException, Damaged {
        var envelope = new Envelope(out);
        envelope.add(MANIFEST, manifest);
        envelope.add(SEAL, seal.written());
        for (var segment : Manifest.read(manifest).segments())
            envelope.add(SEGMENTS + segment.fileName(), segments.packed(segment));
        envelope.end();
    }

    /**
     * Proves every byte of a bundle. Needs the memory of its manifest and one segment, and writes nothing to disk.
     *
     * @throws Damaged names the first thing that is wrong
     */
    public static ProvenRecording prove(Path file) throws IOException, Damaged {
        try (var bytes = new BufferedInputStream(Files.newInputStream(file));
                var again = new BufferedInputStream(Files.newInputStream(file))) {
            return new Reading(bytes, again).prove();
        }
    }

    /** One pass over the file; beside it, the file is compared with what a bundle of these entries must be. */
    private static final class Reading {
        private final InputStream bytes;
        private final ZipInputStream zip;
        private final Comparison comparison;
        private final Envelope envelope;

        Reading(InputStream bytes, InputStream again) {
            this.bytes = bytes;
            this.zip = new ZipInputStream(bytes);
            this.comparison = new Comparison(again);
            this.envelope = new Envelope(comparison);
        }

        ProvenRecording prove() throws IOException, Damaged {
            var manifest = content(MANIFEST, Manifest.LARGEST);
            var seal = seal(content(SEAL, LARGEST_SEAL));
            var proof = new RecordingProof(manifest, seal);
            var segments = proof.manifest().segments();
            for (var segment : segments) proof.segment(content(segment, segments.size()));
            var more = next("its last segment");
            if (more != null) throw stranger(more);
            var proven = proof.end();
            envelope.end();
            var difference = comparison.difference();
            if (difference.isPresent())
                throw new Damaged("everything in it is as it was sealed, but the ZIP around it was changed at byte "
                        + difference.getAsLong());
            return proven;
        }

        private static Seal seal(byte[] written) throws Damaged {
            try {
                return Seal.read(written);
            } catch (Damaged nonsense) {
                throw new Damaged(SEAL + ": " + nonsense.what(), nonsense);
            }
        }

        private byte[] content(String name, int most) throws IOException, Damaged {
            var entry = next(name);
            if (entry == null || (!entry.equals(name) && belongs(entry))) throw new Damaged(name + " is missing");
            if (!entry.equals(name)) throw stranger(entry);
            return kept(name, content(name, most, new Damaged(name + ": its bytes are not those that were written")));
        }

        private byte[] content(SealedSegment segment, int last) throws IOException, Damaged {
            var name = SEGMENTS + segment.fileName();
            var entry = next("segment " + segment.number());
            if (entry == null) throw RecordingProof.missing(segment.number());
            if (!entry.equals(name))
                throw isLater(entry, segment.number(), last)
                        ? RecordingProof.missing(segment.number())
                        : stranger(entry);
            return kept(
                    name,
                    content(
                            "segment " + segment.number(),
                            Packed.LARGEST,
                            RecordingProof.notTheSealedOnes(segment.number())));
        }

        private static boolean belongs(String entry) {
            return entry.equals(SEAL) || entry.startsWith(SEGMENTS);
        }

        private static boolean isLater(String entry, int number, int last) {
            for (var later = number + 1; later <= last; later++)
                if (entry.equals(SEGMENTS + SealedSegment.fileName(later))) return true;
            return false;
        }

        private byte[] kept(String name, byte[] content) throws IOException {
            envelope.add(name, content);
            return content;
        }

        private @Nullable String next(String expected) throws IOException, Damaged {
            try {
                var entry = zip.getNextEntry();
                return entry == null ? null : entry.getName();
            } catch (EOFException early) {
                throw cutOff(expected, early);
            } catch (ZipException | IllegalArgumentException nonsense) {
                throw new Damaged("where " + expected + " should be it is no ZIP: " + nonsense.getMessage(), nonsense);
            }
        }

        /** @param changed what to say where the ZIP's own checksum finds it first */
        private byte[] content(String what, int most, Damaged changed) throws IOException, Damaged {
            try {
                var content = zip.readNBytes(most + 1);
                if (content.length > most) throw new Damaged(what + " is larger than one can be");
                return content;
            } catch (EOFException early) {
                throw cutOff(what, early);
            } catch (ZipException wrong) {
                // what is stored and cut off is told in words only
                throw bytes.read() < 0 ? cutOff(what, wrong) : changed;
            }
        }

        private static Damaged cutOff(String where, IOException early) {
            return new Damaged("the file ends in the middle of " + where, early);
        }

        private static Damaged stranger(String name) {
            return new Damaged("an entry that does not belong: " + Damaged.shown(name));
        }
    }
}
