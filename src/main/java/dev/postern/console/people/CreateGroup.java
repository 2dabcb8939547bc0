package dev.postern.console.people;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;

/** Asks what the group is called. */
final class CreateGroup extends Dialog {
    CreateGroup(GroupDeeds deeds, Caller caller) {
        setHeaderTitle(Texts.text("groups.create"));
        setWidth("min(440px, 100vw)");
        var name = new TextField(Texts.text("groups.name"));
        name.setHelperText(Texts.text("groups.name.help"));
        name.setErrorMessage(Texts.text("groups.name.help"));
        name.setAutofocus(true);
        name.setWidthFull();
        add(name);
        var create = new Button(Texts.text("create"), _ -> {
            var called = name.getValue().strip();
            name.setInvalid(!Group.isName(called));
            if (name.isInvalid()) name.focus();
            else if (deeds.create(caller, called)) {
                close();
                UI.getCurrent().navigate(Place.of("groups", called));
            }
        });
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }
}
