/** The audit log: append-only and hash-chained. What cannot be audited must not happen, so everybody may use it and it knows nobody. */
@NullMarked
@ApplicationModule(allowedDependencies = {"keys", "evidence"})
package dev.postern.trail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
