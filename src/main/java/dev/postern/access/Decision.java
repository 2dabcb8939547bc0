package dev.postern.access;

import dev.postern.policy.Explanation;
import org.jspecify.annotations.Nullable;

/** One answer with its reason, in words a person can act on. */
public sealed interface Decision {
    /** In one sentence, which stands by itself. */
    String because();

    record Allowed(String because) implements Decision {}

    /**
     * @param who as people read it
     * @param leg what of the request was refused
     * @param reason why, without who and what
     * @param explanation all of it; null where no policy was asked
     */
    record Denied(
            String who, Leg leg, String reason, @Nullable Explanation explanation) implements Decision {
        @Override
        public String because() {
            return who + " may not " + leg.action() + " on " + leg.resource() + ": " + reason;
        }
    }

    default boolean allowed() {
        return this instanceof Allowed;
    }
}
