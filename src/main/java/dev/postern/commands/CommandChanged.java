package dev.postern.commands;

/** Published (Spring event, synchronously) when a command, or what came of it on a node, changed. Listeners read the rest. */
public record CommandChanged(CommandId id) {}
