/** Run Command: what was asked of which nodes, and what came back. Declared here; arrives with the full API. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"protocol", "identity", "inventory", "access", "session", "session::documents", "trail"})
package dev.postern.commands;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
