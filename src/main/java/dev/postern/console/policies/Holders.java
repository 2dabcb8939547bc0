package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.console.shell.Unseen;
import dev.postern.identity.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has a policy, and who else is to have it. */
final class Holders extends Div {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final Runnable changed;
    private final Div list = new Div();
    private final Select<Subject.Kind> kind = new Select<>();
    private final ComboBox<String> who;
    private final Div form;
    private @Nullable ManagedPolicy policy;

    Holders(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            PossibleHolders principals,
            Caller caller,
            Runnable changed) {
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.caller = caller;
        this.changed = changed;
        list.addClassName("holders");
        kind.setItems(Subject.Kind.values());
        kind.setItemLabelGenerator(PolicyLook::kind);
        kind.setAriaLabel(Texts.text("policy.attach.kind"));
        who = principals.choice(caller, kind);
        kind.setValue(Subject.Kind.GROUP);
        who.setAriaLabel(Texts.text("policy.attach.who"));
        who.setPlaceholder(Texts.text("policy.attach.who"));
        var attach = new Button(Texts.text("policy.attach"), _ -> attach());
        form = new Div(kind, who, attach);
        form.addClassName("tools");
        add(list, form);
    }

    /** @param listed whether whoever looks may know who has it */
    void show(ManagedPolicy shown, boolean listed) {
        policy = shown;
        list.removeAll();
        var holders = listed ? policies.holders(shown.arn()) : List.<Subject>of();
        if (!listed) list.add(new Unseen(PolicyView.HOLDERS));
        else if (holders.isEmpty()) list.add(new Span(Texts.text("policy.holders.none")));
        for (var holder : holders) list.add(row(shown, holder));
        form.setVisible(deeds.mayChange(caller, "Attach", Subject.group("*"), shown.arn()));
    }

    private Div row(ManagedPolicy shown, Subject holder) {
        var kindWords = new Span(PolicyLook.kind(holder.kind()));
        kindWords.addClassName("quiet");
        var words = new Div(new Span(holder.name()), kindWords);
        words.addClassName("holder");
        var detach = new Button(Texts.text("policy.detach"), _ -> detach(shown, holder));
        detach.setAriaLabel(Texts.text("policy.detach.from", holder.name()));
        detach.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        detach.setVisible(deeds.mayChange(caller, "Detach", holder, shown.arn()));
        var row = new Div(words, detach);
        row.addClassName("holder-row");
        return row;
    }

    private void attach() {
        var shown = policy;
        var name = who.getValue();
        if (shown == null) return;
        if (name == null) {
            who.focus();
            return;
        }
        var subject = new Subject(kind.getValue(), name);
        consequences.ask(caller, new PolicyChange.Attached(shown.arn(), subject), Texts.text("policy.attach"), () -> {
            if (!deeds.attach(caller, subject, shown.arn())) return;
            who.clear();
            Notices.done(Texts.text("policy.attached", name));
            changed.run();
        });
    }

    private void detach(ManagedPolicy shown, Subject holder) {
        consequences.ask(caller, new PolicyChange.Detached(shown.arn(), holder), Texts.text("policy.detach"), () -> {
            if (deeds.detach(caller, holder, shown.arn())) changed.run();
        });
    }
}
