/** The Vaadin face: one package per screen. A view asks one feature per panel and holds no decision and no transaction. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "policy",
            "evidence",
            "keys",
            "trail",
            "identity",
            "identity::oidc",
            "identity::passkeys",
            "identity::roles",
            "inventory",
            "access",
            "access::policies",
            "session",
            "session::documents",
            "commands",
            "gateway",
            "aws",
            "recording",
            "notification",
            "terminal",
            "webapp",
            "cluster"
        })
package dev.postern.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
