package dev.postern.access;

/** What became of a request at the gate: done, with its result, or refused, with the reason. */
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(Decision.Denied decision) implements Outcome<T> {}
}
