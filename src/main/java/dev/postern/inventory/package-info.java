/** Nodes, their tags, state and credentials; activations that let new ones in. Does not open sessions. */
@NullMarked
@ApplicationModule(allowedDependencies = {"policy", "identity", "keys", "trail"})
package dev.postern.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
