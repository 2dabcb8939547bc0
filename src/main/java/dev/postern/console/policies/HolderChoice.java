package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.Optional;

/** One user, group or role, chosen from those there are. */
final class HolderChoice extends Div {
    private final Select<Subject.Kind> kind = new Select<>();
    private final ComboBox<String> who;

    HolderChoice(PossibleHolders principals, Caller caller) {
        kind.setItems(Subject.Kind.values());
        kind.setItemLabelGenerator(PolicyLook::kind);
        kind.setAriaLabel(Texts.text("policy.attach.kind"));
        who = principals.choice(caller, kind);
        kind.setValue(Subject.Kind.GROUP);
        who.setAriaLabel(Texts.text("simulator.who"));
        who.setPlaceholder(Texts.text("simulator.who"));
        addClassName("tools");
        add(kind, who);
    }

    /** Where it is empty, the field that wants to be filled in has the focus. */
    Optional<Subject> chosen() {
        var name = who.getValue();
        if (name == null) who.focus();
        return Optional.ofNullable(name).map(each -> new Subject(kind.getValue(), each));
    }
}
