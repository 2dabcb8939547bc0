/** IAM documents in, a decision with its reasons out. Declared here; the language arrives with the policy engine. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.policy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
