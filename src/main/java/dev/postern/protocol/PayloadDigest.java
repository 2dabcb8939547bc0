package dev.postern.protocol;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 of payloads, one after another: finding and making a digest costs a third of what hashing 1 KiB does, so whoever writes many frames keeps
 * one. Made by cloning a prototype that nobody ever updates, since the look-up in the provider list costs most. Not safe for several threads at once.
 */
final class PayloadDigest {
    private static final MessageDigest PROTOTYPE = prototype();

    private final MessageDigest digest = fresh();

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    byte[] of(byte[] array, int from, int length) {
        digest.update(array, from, length);
        return digest.digest();
    }

    /** Writes the digest of a part of the array into the same array. */
    void write(byte[] array, int from, int length, int digestAt) {
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
