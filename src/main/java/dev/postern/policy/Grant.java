package dev.postern.policy;

/** How much an Allow on a resource gives, by whom it names; the later ones give more. */
enum Grant {
    NONE,
    /** The caller's account: leaves it to the caller's own policies. */
    ACCOUNT,
    /** The caller's role: in place of its own policies, within boundary and session policy. */
    ROLE,
    /** The caller itself: its own policies are not asked, unless they deny. */
    DIRECT;

    Grant orMore(Grant other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
