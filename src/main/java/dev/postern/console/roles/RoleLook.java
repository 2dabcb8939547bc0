package dev.postern.console.roles;

import dev.postern.console.shell.Texts;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.WebIdentityProvider;
import java.util.ArrayList;

/** A role in words. */
final class RoleLook {
    private RoleLook() {}

    static String may(boolean administrator) {
        return Texts.text(administrator ? "roles.may.everything" : "roles.may.plain");
    }

    /** Whom it trusts, on one line. */
    static String trust(Role role) {
        var parts = new ArrayList<String>();
        if (role.trust().everyone()) parts.add(Texts.text("roles.trust.everyone"));
        role.trust().users().stream().sorted().forEach(parts::add);
        var provider = role.trust().provider();
        if (provider != null) parts.add(provider(provider));
        return String.join(", ", parts);
    }

    private static String provider(WebIdentityProvider provider) {
        var subject = provider.subject();
        return subject == null
                ? Texts.text("roles.trust.provider", provider.issuer())
                : Texts.text("roles.trust.subject", provider.issuer(), subject);
    }
}
