package dev.postern.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A signed word that the trail had this entry, and so all before it: whoever changes one of them needs the key.
 *
 * <p>Signed is the UTF-8 of {@code postern-trail-checkpoint 1}, {@code sequence=…}, {@code hash=…}, {@code at=…}, each line
 * ended by LF.
 *
 * @param sequence of the last entry that it covers
 * @param hash of that entry
 * @param at when it was signed
 */
@JsonPropertyOrder({"sequence", "hash", "at", "seal"})
public record Checkpoint(long sequence, String hash, Instant at, Seal seal) {
    public Checkpoint {
        if (sequence < 1 || !Hashes.isOne(hash) || at == null || seal == null)
            throw new IllegalArgumentException("a checkpoint without what it must say");
    }

    public static Checkpoint signed(long sequence, String hash, Instant at, Signer by) {
        return new Checkpoint(sequence, hash, at, by.sign(text(sequence, hash, at)));
    }

    /** @throws Damaged where it is not the one that was signed */
    public void prove() throws Damaged {
        seal.prove(text(sequence, hash, at));
    }

    private static byte[] text(long sequence, String hash, Instant at) {
        return ("postern-trail-checkpoint 1\nsequence=" + sequence + "\nhash=" + hash + "\nat=" + at + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
