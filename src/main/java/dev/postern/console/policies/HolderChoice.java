package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import java.util.Optional;

/** One user, group or role, chosen from those there are. */
final class HolderChoice extends Div {
    private final Select<Subject.Kind> kind = new Select<>();
    private final ComboBox<String> who = new ComboBox<>();

    HolderChoice(PossibleHolders principals) {
        kind.setItems(Subject.Kind.values());
        kind.setItemLabelGenerator(PolicyLook::kind);
        kind.setAriaLabel(Texts.text("policy.attach.kind"));
        kind.addValueChangeListener(change -> {
            who.clear();
            who.setItems(principals.of(change.getValue()));
        });
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
