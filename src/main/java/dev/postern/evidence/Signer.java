package dev.postern.evidence;

/** Whoever holds the key that evidence is signed with. */
@FunctionalInterface
public interface Signer {
    Seal sign(byte[] bytes);
}
