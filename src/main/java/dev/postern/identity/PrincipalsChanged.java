package dev.postern.identity;

/**
 * Published (Spring event, synchronously) when users, groups, roles or keys changed so that somebody may be able to do more or less than
 * before. Listeners read the rest.
 */
public record PrincipalsChanged() {}
