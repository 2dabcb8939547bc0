package dev.postern.access;

/** One answer with its reason, in words a person can act on. */
public sealed interface Decision {
    String because();

    record Allowed(String because) implements Decision {}

    record Denied(String because) implements Decision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
