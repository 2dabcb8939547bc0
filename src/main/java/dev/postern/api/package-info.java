/** The AWS-shaped face: one endpoint, one signature filter, JSON and Query operations over the feature modules. Decides nothing itself. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "protocol",
            "sigv4",
            "policy",
            "evidence",
            "keys",
            "trail",
            "identity",
            "identity::passkeys",
            "identity::roles",
            "inventory",
            "access",
            "access::policies",
            "session",
            "session::documents",
            "session::spi",
            "commands",
            "commands::spi",
            "gateway",
            "aws",
            "recording",
            "playback",
            "notification",
            "terminal",
            "cluster"
        })
package dev.postern.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
