package dev.postern.console.roles;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.console.shell.Texts;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.WebIdentityProvider;
import java.util.ArrayList;
import java.util.List;

/** A role in words. */
final class RoleLook {
    private RoleLook() {}

    static String may(boolean administrator) {
        return Texts.text(administrator ? "roles.may.everything" : "roles.may.plain");
    }

    /** What its policies are called. */
    static String policies(List<ManagedPolicy> attached, int inline) {
        var parts = new ArrayList<>(attached.stream().map(ManagedPolicy::name).toList());
        if (inline > 0) parts.add(Texts.text("roles.may.inline", inline));
        return parts.isEmpty() ? Texts.text("roles.may.plain") : String.join(", ", parts);
    }

    /** Whom it trusts, on one line. */
    static String trust(Role role) {
        var parts = new ArrayList<String>();
        if (role.trust().isOfNobody()) return Texts.text("roles.trust.gone");
        if (role.trust().document() != null) parts.add(Texts.text("roles.trust.policy"));
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
