package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
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
    private final HolderChoice choice;
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
        choice = new HolderChoice(principals, caller, "policy.attach.who");
        choice.add(new Button(Texts.text("policy.attach"), _ -> attach()));
        add(list, choice);
    }

    /** @param listed whether whoever looks may know who has it */
    void show(ManagedPolicy shown, boolean listed) {
        policy = shown;
        list.removeAll();
        var holders = listed ? policies.holders(shown.arn()) : List.<Subject>of();
        if (!listed) list.add(new Unseen(PolicyView.HOLDERS));
        else if (holders.isEmpty()) list.add(new Span(Texts.text("policy.holders.none")));
        for (var holder : holders) list.add(row(shown, holder));
        choice.setVisible(deeds.mayChange(caller, "Attach", Subject.group("*"), shown.arn()));
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
        if (shown != null) choice.chosen().ifPresent(subject -> attach(shown, subject));
    }

    private void attach(ManagedPolicy shown, Subject subject) {
        consequences.ask(caller, new PolicyChange.Attached(shown.arn(), subject), Texts.text("policy.attach"), () -> {
            if (!deeds.attach(caller, subject, shown.arn())) return;
            choice.clear();
            Notices.done(Texts.text("policy.attached", subject.name()));
            changed.run();
        });
    }

    private void detach(ManagedPolicy shown, Subject holder) {
        consequences.ask(caller, new PolicyChange.Detached(shown.arn(), holder), Texts.text("policy.detach"), () -> {
            if (deeds.detach(caller, holder, shown.arn())) changed.run();
        });
    }
}
