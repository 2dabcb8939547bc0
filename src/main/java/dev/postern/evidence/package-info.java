/** Sealed recordings and trail bundles: their formats, what they are signed and chained by, and the proof that needs nothing but them. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
