package dev.postern.recording;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Hashes;
import dev.postern.evidence.Packed;
import dev.postern.evidence.SealedSegment;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.storage.Storage;
import dev.postern.session.SessionId;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Segments in their files: encrypted on the way in, opened and compared with what was sealed on the way out. */
@Component
class Shelf {
    private final Storage storage;
    private final RecordingKeys keys;
    private final SecureRandom random = new SecureRandom();

    Shelf(Storage storage, RecordingKeys keys) {
        this.storage = storage;
        this.keys = keys;
    }

    static String fileName(int segment) {
        return "%06d.seg".formatted(segment);
    }

    /** On disk when it returns. @param packed the segment's zstd frame */
    void put(Kept recording, int segment, byte[] packed) throws IOException {
        storage.disk()
                .put(
                        recording.folder(),
                        fileName(segment),
                        key(recording.session()).seal(segment, packed, random));
    }

    /**
     * The segment's zstd frame.
     *
     * @throws IOException when its store does not give it
     * @throws Damaged when it is not what was sealed, or not there
     */
    byte[] packed(Kept recording, SealedSegment segment) throws IOException, Damaged {
        var file = fileName(segment.number());
        var sealed = storage.get(recording.folder(), file)
                .orElseThrow(() -> new Damaged(
                        "segment " + segment.number() + " is missing: there is no " + recording.folder() + "/" + file));
        byte[] packed;
        try {
            packed = key(recording.session()).open(segment.number(), sealed);
        } catch (GeneralSecurityException e) {
            throw new Damaged("segment " + segment.number() + " is not what was stored: it does not decrypt", e);
        }
        if (!Hashes.sha256(packed).equals(segment.sha256()))
            throw new Damaged("segment " + segment.number() + " is not what was sealed: its hash is another");
        return packed;
    }

    /** The same, unpacked. */
    byte[] body(Kept recording, SealedSegment segment) throws IOException, Damaged {
        return Packed.unpack(packed(recording, segment));
    }

    private DataKey key(SessionId session) throws IOException {
        return keys.find(session)
                .orElseThrow(() -> new IOException("the key of recording " + session + " was destroyed"));
    }
}
