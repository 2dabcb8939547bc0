/** Pairs the two ends of a session and relays frames between them; spools, resumes, cuts. Decodes no terminal payload. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "protocol",
            "sigv4",
            "identity",
            "inventory",
            "session",
            "session::spi",
            "commands",
            "cluster",
            "keys",
            "trail"
        })
package dev.postern.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
