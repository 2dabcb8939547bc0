package dev.postern.access;

/**
 * Published (Spring event, synchronously) when policies or principals changed: what was decided before may be decided otherwise now. Whoever
 * shows or keeps open what somebody may have lost asks again.
 */
public record DecisionsChanged() {}
