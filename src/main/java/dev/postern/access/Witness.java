package dev.postern.access;

/** Is told what the gate decided, before it is done. Never throws, and never waits. */
@FunctionalInterface
interface Witness {
    /** @param request with the tags its resources had */
    void decided(AccessRequest request, Decision decision);
}
