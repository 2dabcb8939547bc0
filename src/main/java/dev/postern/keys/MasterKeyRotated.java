package dev.postern.keys;

/**
 * The start sealed every stored secret anew, under another master key.
 *
 * @param version of the master key, by which sealed texts name it
 * @param secrets how many there were
 */
public record MasterKeyRotated(int version, int secrets) {}
