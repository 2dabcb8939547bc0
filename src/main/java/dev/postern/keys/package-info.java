/** The master key; seals and opens every stored secret (SigV4 needs them back). KMS keys, which encrypt for others, and the keys that evidence is signed with. Knows nothing of who owns a secret. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
