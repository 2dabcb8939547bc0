/** Sealed recordings and trail bundles: format, hashes, offline verification. Declared here; arrives with recordings. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
