package dev.postern.keys;

import java.util.List;

/** What evidence is signed with: Ed25519 (RFC 8032). The first key is made at first use; the master key seals it. */
public interface SigningKeys {
    /** With the newest key. */
    Signed sign(byte[] bytes);

    /** All there have been, the newest first; empty before first use. */
    List<SigningKey> all();

    /** Makes another key and forgets how to sign with the one before it. What was signed stays proven by its public key. */
    SigningKey rotate();

    /** @param signature 64 bytes */
    record Signed(SigningKey by, byte[] signature) {}
}
