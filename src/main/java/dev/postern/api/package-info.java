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
            "inventory",
            "access",
            "session",
            "session::documents",
            "session::spi",
            "commands",
            "gateway",
            "aws",
            "recording",
            "notification",
            "terminal",
            "cluster"
        })
package dev.postern.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
