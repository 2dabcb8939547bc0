package dev.postern.evidence;

/**
 * What the manifest says of a segment.
 *
 * @param from milliseconds since the recording's start of its first event
 * @param to of its last event
 * @param offset output bytes of the session before it
 * @param size of its zstd frame
 * @param sha256 of its zstd frame
 * @param chain over this segment and all before it
 */
public record SealedSegment(
        int number,
        long from,
        long to,
        long offset,
        long outputBytes,
        long inputBytes,
        long size,
        String sha256,
        String chain) {
    public SealedSegment {
        if (number < 1 || from < 0 || to < from || offset < 0 || outputBytes < 0 || inputBytes < 0 || size < 1)
            throw new IllegalArgumentException("segment " + number + " makes no sense");
        if (!Hashes.isOne(sha256) || !Hashes.isOne(chain))
            throw new IllegalArgumentException("segment " + number + " has no hash");
    }

    /** Hashes and chains what a writer made. */
    public static SealedSegment of(SegmentWriter written, byte[] packed, String chainBefore) {
        var hash = Hashes.sha256(packed);
        return new SealedSegment(
                written.segmentNumber(),
                written.from(),
                written.to(),
                written.offset(),
                written.outputBytes(),
                written.inputBytes(),
                packed.length,
                hash,
                Hashes.chained(chainBefore, hash));
    }

    /** Its name in storage, and within {@code segments/} of a bundle. */
    public String fileName() {
        return fileName(number);
    }

    public static String fileName(int number) {
        return "%06d.zst".formatted(number);
    }
}
