/** Who is calling: local users, sign-in, groups, access keys. Does not decide what they may do. */
@NullMarked
@ApplicationModule(allowedDependencies = {"policy", "keys", "trail"})
package dev.postern.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
