package dev.postern.console.policies;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.List;

/** The policies that are written into somebody. */
final class InlinePolicies extends Div {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final Subject who;
    private final Runnable changed;
    private final Div list = new Div();
    private final Button add = new Button(Texts.text("permissions.inline.add"), Glyph.PLUS.draw());
    private List<Object> drawn = List.of();

    InlinePolicies(
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
        add.addClickListener(_ -> UI.getCurrent().navigate(WriteInlineView.place(who, "")));
        add(new H2(Texts.text("permissions.inline")), list, add);
    }

    void show() {
        setVisible(deeds.mayRead(caller, "iam:List" + PolicyDeeds.capital(who) + "Policies", who));
        if (!isVisible()) return;
        var readable = deeds.mayRead(caller, "iam:Get" + PolicyDeeds.capital(who) + "Policy", who);
        var writable = deeds.mayRead(caller, "iam:Put" + PolicyDeeds.capital(who) + "Policy", who);
        var deletable = deeds.mayRead(caller, "iam:Delete" + PolicyDeeds.capital(who) + "Policy", who);
        var all = policies.inline(who);
        List<Object> now = List.of(all, readable, writable, deletable);
        if (now.equals(drawn)) return;
        drawn = now;
        list.removeAll();
        if (all.isEmpty()) list.add(PolicyLook.none(Texts.text("permissions.inline.none")));
        all.forEach((name, document) -> {
            var words = readable ? new Details(name, new PolicyText(document)) : new Div(new Span(name));
            words.addClassName("inline-policy");
            var row = new Div(words);
            row.addClassNames("holder-row", "inline-row");
            if (writable && readable) row.add(change(name));
            if (deletable) row.add(delete(name));
            list.add(row);
        });
        add.setVisible(writable);
    }

    private Button change(String name) {
        var change = new Button(
                Texts.text("policy.change"), _ -> UI.getCurrent().navigate(WriteInlineView.place(who, name)));
        change.setAriaLabel(Texts.text("permissions.inline.change.of", name));
        change.addThemeVariants(ButtonVariant.TERTIARY);
        return change;
    }

    private Button delete(String name) {
        var delete = new Button(
                Texts.text("delete"),
                _ -> consequences.askOr(
                        caller,
                        new PolicyChange.Erased(who, name),
                        Texts.text("delete"),
                        () -> delete(who, name),
                        effect -> Confirmation.ask(
                                Texts.text("permissions.inline.delete.sure"),
                                Texts.text("permissions.inline.delete.what", name),
                                Texts.text("delete"),
                                effect)));
        delete.setAriaLabel(Texts.text("permissions.inline.delete.of", name));
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        return delete;
    }

    private void delete(Subject from, String name) {
        if (deeds.deleteInline(caller, from, name)) changed.run();
    }
}
