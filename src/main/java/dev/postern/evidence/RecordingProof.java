package dev.postern.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Proves a recording piece by piece: first its manifest and seal, then its segments in order. Keeps no more than the
 * manifest, however long the recording is.
 *
 * <p>What is damaged is named by the first thing that is wrong.
 */
public final class RecordingProof {
    private final Manifest manifest;
    private final String hash;
    private final String signer;
    private int next;
    private @Nullable Segment last;

    /**
     * @param manifest its bytes as they were signed
     * @throws Damaged where it is no manifest, or not the one that was signed
     */
    public RecordingProof(byte[] manifest, Seal seal) throws Damaged {
        try {
            seal.prove(manifest);
        } catch (Damaged unproven) {
            throw new Damaged("manifest.json: " + unproven.what(), unproven);
        }
        this.manifest = Manifest.read(manifest);
        this.hash = Hashes.sha256(manifest);
        this.signer = seal.fingerprint();
        this.manifest.proveChain();
    }

    public Manifest manifest() {
        return manifest;
    }

    /** How many segments have been proven. */
    public int proven() {
        return next;
    }

    /**
     * The next segment.
     *
     * @param packed its zstd frame
     * @return what is in it
     */
    public Segment segment(byte[] packed) throws Damaged {
        var sealed = manifest.segments().get(next);
        if (packed.length != sealed.size() || !Hashes.sha256(packed).equals(sealed.sha256()))
            throw notTheSealedOnes(sealed.number());
        try {
            var segment = Segment.read(Packed.unpack(packed));
            compare(segment, sealed);
            next++;
            last = segment;
            return segment;
        } catch (Damaged unreadable) {
            throw new Damaged("segment " + sealed.number() + ": " + unreadable.what(), unreadable);
        }
    }

    static Damaged notTheSealedOnes(int number) {
        return new Damaged("segment " + number + ": its bytes are not those that were sealed");
    }

    static Damaged missing(int number) {
        return new Damaged("segment " + number + " is missing");
    }

    private void compare(Segment segment, SealedSegment sealed) throws Damaged {
        if (segment.number() != sealed.number()) throw new Damaged("it is numbered " + segment.number());
        if (segment.offset() != sealed.offset()) throw new Damaged("it does not begin where the manifest says");
        if (segment.from() != sealed.from() || segment.to() != sealed.to())
            throw new Damaged("its times are not those of the manifest");
        if (segment.bytesOf(Event.Kind.OUTPUT) != sealed.outputBytes())
            throw new Damaged("its output is not of " + sealed.outputBytes() + " bytes, as the manifest says");
        if (segment.bytesOf(Event.Kind.INPUT) != sealed.inputBytes())
            throw new Damaged("its input is not of " + sealed.inputBytes() + " bytes, as the manifest says");
        var events = segment.events();
        for (var i = 0; i < events.size(); i++)
            if (events.get(i).kind() == Event.Kind.END && (i < events.size() - 1 || hasMore(sealed)))
                throw new Damaged("the session goes on after its end");
    }

    private boolean hasMore(SealedSegment sealed) {
        return sealed.number() < manifest.segments().size();
    }

    /** @throws Damaged where segments are missing, or the end of a recording that says it is complete */
    public ProvenRecording end() throws Damaged {
        if (next < manifest.segments().size()) throw missing(next + 1);
        var ends = last != null && last.events().getLast().kind() == Event.Kind.END;
        if (manifest.state() == Manifest.State.COMPLETE && !ends)
            throw new Damaged("it says that it is complete, and its end is not in it");
        return new ProvenRecording(
                manifest.session(),
                manifest.number(),
                manifest.startedAt(),
                manifest.endedAt(),
                manifest.truncatedAt(),
                next,
                manifest.outputBytes(),
                hash,
                signer);
    }
}
