/** The server half of the web terminal: tickets, and the browser socket of a session. */
@NullMarked
@ApplicationModule(allowedDependencies = {"protocol", "identity", "access", "session", "gateway", "keys", "trail"})
package dev.postern.terminal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
