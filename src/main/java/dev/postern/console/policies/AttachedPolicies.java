package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.List;

/** The managed policies somebody has, and those they could have. */
final class AttachedPolicies extends Div {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final Subject who;
    private final Runnable changed;
    private final Div list = new Div();
    private final ComboBox<ManagedPolicy> choice = PolicyLook.choice("permissions.policy");
    private final Div form;
    private List<Object> drawn = List.of();

    AttachedPolicies(
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
        list.addClassName("holders");
        form = new Div(choice, new Button(Texts.text("policy.attach"), _ -> attach()));
        form.addClassName("tools");
        add(new H2(Texts.text("permissions.attached")), list, form);
    }

    void show() {
        setVisible(deeds.mayRead(caller, "iam:ListAttached" + PolicyDeeds.capital(who) + "Policies", who));
        if (!isVisible()) return;
        var attached = policies.attached(who);
        var left = deeds.listed(caller).stream()
                .filter(policy -> !attached.contains(policy) && deeds.mayChange(caller, "Attach", who, policy.arn()))
                .toList();
        var detachable = attached.stream()
                .filter(policy -> deeds.mayChange(caller, "Detach", who, policy.arn()))
                .toList();
        List<Object> now = List.of(attached, left, detachable);
        if (now.equals(drawn)) return;
        drawn = now;
        list.removeAll();
        if (attached.isEmpty()) list.add(PolicyLook.none(Texts.text("permissions.attached.none")));
        for (var policy : attached) list.add(row(policy, detachable.contains(policy)));
        choice.setItems(left);
        form.setVisible(!left.isEmpty());
    }

    private Div row(ManagedPolicy policy, boolean detachable) {
        var what = new Span(policy.description());
        what.addClassName("quiet");
        var words = new Div(new Anchor(PolicyLook.path(policy.name()), policy.name()), what);
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (!detachable) return row;
        var detach = new Button(Texts.text("policy.detach"), _ -> detach(policy));
        detach.setAriaLabel(Texts.text("permissions.detach.of", policy.name()));
        detach.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        row.add(detach);
        return row;
    }

    private void attach() {
        var policy = choice.getValue();
        if (policy == null) {
            choice.focus();
            return;
        }
        consequences.ask(caller, new PolicyChange.Attached(policy.arn(), who), Texts.text("policy.attach"), () -> {
            if (!deeds.attach(caller, who, policy.arn())) return;
            choice.clear();
            Notices.done(Texts.text("policy.attached", who.name()));
            changed.run();
        });
    }

    private void detach(ManagedPolicy policy) {
        consequences.ask(caller, new PolicyChange.Detached(policy.arn(), who), Texts.text("policy.detach"), () -> {
            if (deeds.detach(caller, who, policy.arn())) changed.run();
        });
    }
}
