package dev.postern.access.policies;

/** Published (Spring event, synchronously) when a policy, an attachment or a boundary changed. */
public record PoliciesChanged() {}
