package dev.postern.trail;

import java.util.List;

/** The audit log: append-only, each entry chained to the one before it by its hash. */
public interface Trail {
    /** Durable when it returns. Throws when it cannot be written: the caller then must not act. */
    Entry append(NewEntry entry);

    /** The newest entries, newest first; {@code before} is exclusive, {@link Long#MAX_VALUE} for the newest page; limit 1–1,000. */
    List<Entry> latest(long before, int limit);

    /** Recomputes the whole chain. */
    Verification verify();

    /** The chain's state. */
    sealed interface Verification {
        record Intact(long entries, String head) implements Verification {}

        record Broken(long sequence, String why) implements Verification {}
    }
}
