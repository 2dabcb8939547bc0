package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Place;
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

    static String path(String policy) {
        return Place.of("policies", policy);
    }

    /** The page of a user, a group or a role. */
    static String path(Subject who) {
        return Place.of(who.kind().word() + "s", who.name());
    }

    /** Instead of rows. */
    static Span none(String words) {
        var none = new Span(words);
        none.addClassName("quiet");
        return none;
    }

    /** One of the account's policies. */
    static ComboBox<ManagedPolicy> choice(String label) {
        var choice = new ComboBox<ManagedPolicy>();
        choice.setItemLabelGenerator(ManagedPolicy::name);
        choice.setAriaLabel(Texts.text(label));
        choice.setPlaceholder(Texts.text(label));
        choice.addClassName("policy-choice");
        return choice;
    }

    /** Names are in addresses: no two policies share one. */
    static Optional<ManagedPolicy> named(Policies policies, String name) {
        return policies.all().stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst();
    }
}
