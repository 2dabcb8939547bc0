package dev.postern.identity;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** As what a principal calls. */
public sealed interface Standing extends Serializable {
    /**
     * As themselves: signed in, or with a key of their own.
     *
     * @param id {@code AIDA…}: another user of the same name is another user
     */
    record Own(String id, SortedMap<String, String> tags) implements Standing {
        public Own {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }
    }

    /**
     * In a role they assumed.
     *
     * @param roleId {@code AROA…}: another role of the same name is another role
     * @param origin who assumed it, the first of a chain: a user's ARN, or a web identity
     * @param member whether that is a user of this account, and nobody from outside
     * @param sourceIdentity who they said they are, where they did; never changed along a chain
     * @param policies documents that limit this session beside what the role may; none is no limit
     */
    record InRole(
            String roleId,
            String origin,
            boolean member,
            @Nullable String sourceIdentity,
            List<SessionTag> tags,
            List<String> policies)
            implements Standing {
        public InRole {
            tags = List.copyOf(tags);
            policies = List.copyOf(policies);
        }
    }

    /** As a registered node, with the credentials of its role token. */
    record OfNode() implements Standing {}

    /** By the verified token of a web identity provider; nobody here until a role takes them in. */
    record ByWebIdentity(String issuer, String audience, String subject) implements Standing {}
}
