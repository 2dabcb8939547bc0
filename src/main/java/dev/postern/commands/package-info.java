/**
 * Run Command: what was asked of which nodes, and what came back. Decides whose turn it is and keeps every state; brings nothing to a node itself:
 * whoever has the nodes' channels does, through the spi.
 *
 * <p>Threads: one thread, {@link dev.postern.commands.Dispatch}, hands out jobs and watches the times. What nodes say is written by whoever brings it;
 * a final state is written once, whoever comes first.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"protocol", "identity", "inventory", "access", "session", "session::documents", "trail"})
package dev.postern.commands;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
