/** The node agent: registers, dials out, runs shells on a pty, commands and port forwards. Plain Java: runs in the server and alone. */
@NullMarked
@ApplicationModule(allowedDependencies = {"protocol", "sigv4"})
package dev.postern.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
