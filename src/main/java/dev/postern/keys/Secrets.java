package dev.postern.keys;

/**
 * Seals and opens stored secrets with the master key (AES-256-GCM). The purpose is bound into the seal: what was sealed
 * for one purpose does not open for another.
 */
public interface Secrets {
    /** Text that is safe to store: names the key version, holds nonce and cipher text, Base64. */
    String seal(byte[] secret, String purpose);

    /** @throws SealBroken when the text was changed, was sealed for another purpose or with another master key */
    byte[] open(String sealed, String purpose);
}
