/** AWS accounts as a second fleet. Declared here; arrives with its issue. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"protocol", "identity", "inventory", "access", "session", "session::spi", "keys", "trail"
        })
package dev.postern.aws;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
