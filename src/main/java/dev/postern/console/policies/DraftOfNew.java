package dev.postern.console.policies;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.function.SerializableSupplier;
import dev.postern.access.PolicyChange;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;

/** A policy that is being written, if somebody had it: as long as it is not saved, nobody has. */
final class DraftOfNew extends Div implements WhatIf.Draft {
    private final PolicyEditor editor;
    private final SerializableSupplier<String> arn;
    private final HolderChoice holder;

    /** @param arn what it would be known by now */
    DraftOfNew(PolicyEditor editor, SerializableSupplier<String> arn, PossibleHolders principals, Caller caller) {
        this.editor = editor;
        this.arn = arn;
        this.holder = new HolderChoice(principals, caller, "simulator.who");
        addClassName("draft");
        add(new Paragraph(Texts.text("what-if.draft.NEW")), holder);
    }

    @Override
    public void give(SerializableConsumer<PolicyChange.OfManaged> to) {
        holder.chosen()
                .ifPresent(subject -> DraftChange.sound(
                        editor, document -> to.accept(new PolicyChange.Drafted(arn.get(), document, subject))));
    }
}
