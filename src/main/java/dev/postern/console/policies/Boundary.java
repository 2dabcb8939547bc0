package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.List;
import java.util.Optional;

/** The most that policies can give a user or a role. */
final class Boundary extends Div {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final Subject who;
    private final Runnable changed;
    private final Div present = new Div();
    private final ComboBox<ManagedPolicy> choice = PolicyLook.choice("permissions.boundary.policy");
    private final Div form;
    private List<Object> drawn = List.of();

    Boundary(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            Caller caller,
            Subject who,
            Runnable changed) {
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.caller = caller;
        this.who = who;
        this.changed = changed;
        addClassName("panel");
        present.addClassName("holders");
        form = new Div(choice, new Button(Texts.text("permissions.boundary.set"), _ -> set()));
        form.addClassName("tools");
        add(
                new H2(Texts.text("permissions.boundary")),
                new Paragraph(Texts.text("permissions.boundary.what")),
                present,
                form);
    }

    /** Whoever may see the principal may see its boundary, as at AWS. */
    void show() {
        setVisible(
                who.kind() != Subject.Kind.GROUP && deeds.mayRead(caller, "iam:Get" + PolicyDeeds.capital(who), who));
        if (!isVisible()) return;
        var limit = policies.boundary(who);
        var possible = deeds.listed(caller).stream()
                .filter(policy -> !limit.equals(Optional.of(policy)) && deeds.mayBound(caller, who, policy.arn()))
                .toList();
        var clearable = limit.isPresent()
                && deeds.mayRead(caller, "iam:Delete" + PolicyDeeds.capital(who) + "PermissionsBoundary", who);
        List<Object> now = List.of(limit, possible, clearable);
        if (now.equals(drawn)) return;
        drawn = now;
        present.removeAll();
        limit.ifPresentOrElse(
                policy -> present.add(row(policy, clearable)),
                () -> present.add(PolicyLook.none(Texts.text("permissions.boundary.none"))));
        choice.setItems(possible);
        form.setVisible(!possible.isEmpty());
    }

    private Div row(ManagedPolicy policy, boolean clearable) {
        var words = new Div(new Anchor(PolicyLook.path(policy.name()), policy.name()));
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (!clearable) return row;
        var clear = new Button(Texts.text("permissions.boundary.clear"), _ -> clear());
        clear.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        row.add(clear);
        return row;
    }

    private void set() {
        var policy = choice.getValue();
        if (policy == null) {
            choice.focus();
            return;
        }
        var does = Texts.text("permissions.boundary.set");
        consequences.ask(caller, new PolicyChange.Bounded(policy.arn(), who), does, () -> {
            if (!deeds.bound(caller, who, policy.arn())) return;
            choice.clear();
            Notices.done(Texts.text("permissions.boundary.is-set"));
            changed.run();
        });
    }

    private void clear() {
        consequences.ask(caller, new PolicyChange.Unbounded(who), Texts.text("permissions.boundary.clear"), () -> {
            if (deeds.unbound(caller, who)) changed.run();
        });
    }
}
