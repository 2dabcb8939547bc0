/** May they: one decision with its reasons, and the gate every effect passes. Knows no sockets and no screens. */
@NullMarked
@ApplicationModule(allowedDependencies = {"policy", "identity", "identity::roles", "inventory", "keys", "trail"})
package dev.postern.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
