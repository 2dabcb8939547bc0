package dev.postern.console.policies;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import java.util.Optional;

/** A policy in words. */
final class PolicyLook {
    private PolicyLook() {}

    static String origin(ManagedPolicy policy) {
        return Texts.text(policy.builtIn() ? "policies.built-in" : "policies.own");
    }

    static String holders(int count) {
        return Texts.text("policies.holders", count);
    }

    static String kind(Subject.Kind kind) {
        return Texts.text("policies.kind." + kind.name());
    }

    /** Names are in addresses: no two policies share one. */
    static Optional<ManagedPolicy> named(Policies policies, String name) {
        return policies.all().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst();
    }
}
