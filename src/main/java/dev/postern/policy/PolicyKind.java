package dev.postern.policy;

/**
 * What a policy is for, which says how large it may be and whether it names principals. Inline limits are IAM's for all of one principal's
 * inline policies together: whoever stores them adds up {@link Policy#size()}.
 */
public enum PolicyKind {
    /** A managed policy: attached to users, groups and roles, or as a boundary. */
    MANAGED(6_144, Principals.FORBIDDEN),
    USER_INLINE(2_048, Principals.FORBIDDEN),
    GROUP_INLINE(5_120, Principals.FORBIDDEN),
    ROLE_INLINE(10_240, Principals.FORBIDDEN),
    /** Handed over with AssumeRole; it only takes away. */
    SESSION(2_048, Principals.FORBIDDEN),
    /** Of the organisation; unlike everywhere else, white space counts. */
    GUARD_RAIL(10_240, Principals.FORBIDDEN),
    /** On the resource itself. */
    RESOURCE(20_480, Principals.REQUIRED),
    /** On a role: who may assume it. Names no resource, the role is the resource. */
    TRUST(2_048, Principals.REQUIRED);

    private final int limit;
    private final Principals principals;

    private enum Principals {
        FORBIDDEN,
        REQUIRED
    }

    PolicyKind(int limit, Principals principals) {
        this.limit = limit;
        this.principals = principals;
    }

    /** The most characters, as {@link Policy#size()} counts them. */
    public int limit() {
        return limit;
    }

    boolean namesPrincipals() {
        return principals == Principals.REQUIRED;
    }

    boolean namesResources() {
        return this != TRUST;
    }

    boolean countsWhiteSpace() {
        return this == GUARD_RAIL;
    }

    int size(String text) {
        if (countsWhiteSpace()) return text.length();
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > ' ') size++;
        }
        return size;
    }
}
