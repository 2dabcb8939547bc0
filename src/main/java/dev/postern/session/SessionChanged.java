package dev.postern.session;

/** Published (Spring event, synchronously) at every change of state. */
public record SessionChanged(Session session) {}
