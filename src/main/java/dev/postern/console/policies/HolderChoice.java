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

    /** @param label what they are chosen for: key of a text */
    HolderChoice(PossibleHolders principals, Caller caller, String label) {
        kind.setItems(Subject.Kind.values());
        kind.setItemLabelGenerator(PolicyLook::kind);
        kind.setAriaLabel(Texts.text("policy.attach.kind"));
        who = principals.choice(caller, kind);
        kind.setValue(Subject.Kind.GROUP);
        who.setAriaLabel(Texts.text(label));
        who.setPlaceholder(Texts.text(label));
        addClassName("tools");
        add(kind, who);
    }

    /** Where it is empty, the field that wants to be filled in has the focus. */
    Optional<Subject> chosen() {
        var name = who.getValue();
        if (name == null) who.focus();
        return Optional.ofNullable(name).map(each -> new Subject(kind.getValue(), each));
    }

    void clear() {
        who.clear();
    }
}
