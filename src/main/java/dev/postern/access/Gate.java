package dev.postern.access;

import dev.postern.trail.Entry;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides, writes the event, then acts: what nobody can trace must not happen. */
public interface Gate {
    /** An effect that throws is written as a second, FAILED event that names the first, and the exception goes on. */
    <T> Outcome<T> perform(AccessRequest request, Supplier<T> effect);

    /** The same; the effect learns the entry that announced it. */
    <T> Outcome<T> perform(AccessRequest request, Function<Entry, T> effect);

    /** The decision, a refusal with its reason, for buttons and what one may not: writes nothing. */
    Decision decide(AccessRequest request);

    /** The bare answer, for lists: as {@link #decide}, and much faster. */
    boolean allows(AccessRequest request);
}
