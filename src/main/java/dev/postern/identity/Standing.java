package dev.postern.identity;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As what a principal calls. */
public sealed interface Standing extends Serializable {
    /** As themselves: signed in, or with a key of their own. */
    record Own() implements Standing {}

    /**
     * In a role they assumed.
     *
     * @param roleId {@code AROA…}: another role of the same name is another role
     * @param origin who assumed it, the first of a chain: a user's ARN, or a web identity
     * @param member whether that is a user of this account, and nobody from outside
     * @param sourceIdentity who they said they are, where they did; never changed along a chain
     */
    record InRole(
            String roleId,
            String origin,
            boolean member,
            @Nullable String sourceIdentity,
            List<SessionTag> tags) implements Standing {
        public InRole {
            tags = List.copyOf(tags);
        }
    }

    /** By the verified token of a web identity provider; nobody here until a role takes them in. */
    record ByWebIdentity(String issuer, String audience, String subject) implements Standing {}
}
