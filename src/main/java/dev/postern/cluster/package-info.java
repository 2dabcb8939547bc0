/** Presence and relay between replicas. Declared here; one replica needs neither. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
