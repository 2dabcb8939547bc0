package dev.postern.console.shell;

/**
 * Why somebody may not.
 *
 * @param onceProven whether they might if they had just proved by a second factor who they are
 */
public record Refusal(String because, boolean onceProven) {}
