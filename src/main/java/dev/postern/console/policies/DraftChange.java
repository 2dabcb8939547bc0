package dev.postern.console.policies;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.function.SerializableConsumer;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.EnumSet;

/** A change of a policy that nobody makes: another text, or somebody who has it or has it no longer. */
final class DraftChange extends Div implements WhatIf.Draft {
    private final String arn;
    private final Select<What> what = new Select<>();
    private final PolicyEditor editor = new PolicyEditor();
    private final HolderChoice holder;

    private enum What {
        REWRITTEN,
        ATTACHED,
        DETACHED
    }

    /** @param readable whether whoever tries may read what it says; else who has it is all they can change */
    DraftChange(ManagedPolicy policy, boolean readable, PossibleHolders principals, Caller caller) {
        arn = policy.arn();
        what.setItems(readable ? EnumSet.allOf(What.class) : EnumSet.of(What.ATTACHED, What.DETACHED));
        what.setItemLabelGenerator(each -> Texts.text("what-if.draft." + each.name()));
        what.setAriaLabel(Texts.text("what-if.draft.kind"));
        what.setWidth("min(340px, 100%)");
        holder = new HolderChoice(principals, caller, "simulator.who");
        if (readable) editor.show(policy.document());
        what.addValueChangeListener(change -> {
            editor.setVisible(change.getValue() == What.REWRITTEN);
            holder.setVisible(change.getValue() != What.REWRITTEN);
        });
        what.setValue(readable ? What.REWRITTEN : What.ATTACHED);
        addClassName("draft");
        add(what, editor, holder);
    }

    @Override
    public void give(SerializableConsumer<PolicyChange.OfManaged> to) {
        if (what.getValue() == What.REWRITTEN) {
            rewritten(editor, arn, to);
            return;
        }
        holder.chosen()
                .ifPresent(subject -> to.accept(
                        what.getValue() == What.ATTACHED
                                ? new PolicyChange.Attached(arn, subject)
                                : new PolicyChange.Detached(arn, subject)));
    }

    /** What is in the editor by now; says what is wrong with it. */
    static void rewritten(PolicyEditor editor, String arn, SerializableConsumer<PolicyChange.OfManaged> to) {
        sound(editor, document -> to.accept(new PolicyChange.Rewritten(arn, document)));
    }

    /** Hands on what is in the editor by now, if it can be read; says what is wrong with it. */
    static void sound(PolicyEditor editor, SerializableConsumer<String> to) {
        editor.settled(() -> {
            if (editor.check()) {
                to.accept(editor.text());
                return;
            }
            Notices.problem(Texts.text("what-if.unreadable"));
            editor.focusText();
        });
    }
}
