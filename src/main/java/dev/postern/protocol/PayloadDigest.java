package dev.postern.protocol;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of a payload. A prototype that nobody ever updates is cloned for each payload: that is as fast as a digest kept per thread (the
 * look-up in the provider list is what costs), without anything that outlives the call.
 */
final class PayloadDigest {
    private static final MessageDigest PROTOTYPE = prototype();

    private PayloadDigest() {}

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static byte[] of(byte[] array, int from, int length) {
        var digest = fresh();
        digest.update(array, from, length);
        return digest.digest();
    }

    /** Writes the digest of a part of the array into the same array. */
    static void write(byte[] array, int from, int length, int digestAt) {
        var digest = fresh();
        digest.update(array, from, length);
        try {
            digest.digest(array, digestAt, FrameHeader.DIGEST_LENGTH);
        } catch (DigestException e) {
            throw new AssertionError("32 bytes are enough for SHA-256", e);
        }
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's SHA-256 can be cloned", e);
        }
    }
}
