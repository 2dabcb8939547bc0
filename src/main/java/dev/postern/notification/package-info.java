/** The one outbox that reads the trail by cursor. Declared here; arrives with its issue. */
@NullMarked
@ApplicationModule(allowedDependencies = {"identity", "inventory", "access", "session", "keys", "trail"})
package dev.postern.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
