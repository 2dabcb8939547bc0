/** The life of a session, its history, its documents and limits. Moves no bytes: the gateway does, through the spi. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"protocol", "identity", "identity::roles", "inventory", "access", "keys", "trail"})
package dev.postern.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
