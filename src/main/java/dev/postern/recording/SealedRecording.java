package dev.postern.recording;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.RecordingBundle;
import dev.postern.evidence.Seal;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A recording that is over, as it was sealed.
 *
 * @param manifest the bytes that were signed
 * @param seal their signature
 * @param frames gives a segment's zstd frame, one at a time: a recording may be larger than the memory
 */
public record SealedRecording(Recording recording, byte[] manifest, Seal seal, RecordingBundle.Segments frames) {
    /**
     * Writes the bundle that {@code verify} takes.
     *
     * @throws RecordingRefused DAMAGED, TRY_AGAIN
     * @throws IOException when it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        try {
            RecordingBundle.write(out, manifest, seal, frames);
        } catch (Damaged e) {
            throw new RecordingRefused(
                    RecordingRefused.Code.DAMAGED,
                    "The recording of " + recording.session() + " is damaged: " + e.what() + ".",
                    e);
        }
    }
}
