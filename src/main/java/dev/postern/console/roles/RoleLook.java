package dev.postern.console.roles;

import dev.postern.access.Entrances;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.WebIdentityProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A role in words. */
final class RoleLook {
    /** More than anybody reads in one go. */
    private static final int MOST_NAMES = 20;

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

    /**
     * Who would come to be let in, and who no longer, each on a line of its own.
     *
     * @param known whom whoever looks may know; of all others it says how many they are
     */
    static String words(Entrances.Change change, Predicate<Subject> known) {
        var sentences = new ArrayList<String>();
        if (!change.gains().isEmpty()) sentences.add(Texts.text("role.trust.gains", names(change.gains(), known)));
        if (!change.losses().isEmpty()) sentences.add(Texts.text("role.trust.losses", names(change.losses(), known)));
        if (change.left() > 0) sentences.add(Texts.text("role.trust.left", change.left()));
        sentences.add(Texts.text("role.trust.how"));
        return String.join("\n", sentences);
    }

    private static String names(List<Subject> who, Predicate<Subject> known) {
        var named = who.stream().filter(known).toList();
        var shown = named.stream()
                .limit(MOST_NAMES)
                .map(each ->
                        each.kind() == Subject.Kind.ROLE ? Texts.text("role.trust.role", each.name()) : each.name())
                .collect(Collectors.joining(", "));
        var rest = who.size() - Math.min(MOST_NAMES, named.size());
        if (rest == 0) return shown;
        return shown.isEmpty() ? Texts.text("role.trust.unnamed", rest) : Texts.text("role.trust.more", shown, rest);
    }

    private static String provider(WebIdentityProvider provider) {
        var subject = provider.subject();
        return subject == null
                ? Texts.text("roles.trust.provider", provider.issuer())
                : Texts.text("roles.trust.subject", provider.issuer(), subject);
    }
}
