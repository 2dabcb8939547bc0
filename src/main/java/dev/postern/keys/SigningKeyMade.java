package dev.postern.keys;

/** From now on evidence is signed with this key. */
public record SigningKeyMade(SigningKey key) {}
