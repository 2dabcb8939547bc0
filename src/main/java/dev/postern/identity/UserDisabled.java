package dev.postern.identity;

/** Published (Spring event, synchronously) when a user was disabled. */
public record UserDisabled(String name) {}
