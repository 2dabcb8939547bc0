/** The machine room: home and lock, own CA, listeners, the clock, the in-process agent, start-up lines. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "agent",
            "protocol",
            "sigv4",
            "policy",
            "evidence",
            "keys",
            "trail",
            "identity",
            "identity::oidc",
            "identity::passkeys",
            "inventory",
            "access",
            "access::policies",
            "session",
            "session::spi",
            "commands",
            "gateway",
            "gateway::embedded",
            "aws",
            "screen",
            "recording",
            "playback",
            "notification",
            "terminal",
            "webapp",
            "cluster",
            "api",
            "console"
        })
package dev.postern.server;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
