package dev.postern.console.people;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.User;

/** Asks what somebody new is called, which groups they are in, and whether they sign in. */
final class CreateUser extends Dialog {
    private final UserDeeds deeds;
    private final Caller caller;
    private final TextField name = new TextField(Texts.text("users.name"));
    private final MultiSelectComboBox<String> groups = new MultiSelectComboBox<>(Texts.text("users.groups"));
    private final Checkbox signsIn = new Checkbox(Texts.text("users.signs-in"), true);

    CreateUser(UserDeeds deeds, Caller caller) {
        this.deeds = deeds;
        this.caller = caller;
        setHeaderTitle(Texts.text("users.create"));
        setWidth("min(520px, 100vw)");
        name.setAutofocus(true);
        name.setHelperText(Texts.text("users.name.help"));
        var joinable = deeds.joinable(caller);
        groups.setItems(joinable);
        groups.setVisible(!joinable.isEmpty());
        groups.setHelperText(Texts.text("users.groups.help"));
        groups.setWidthFull();
        signsIn.setHelperText(Texts.text("users.signs-in.help"));
        var form = new Div(name, groups, signsIn);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    private void create() {
        var called = name.getValue().strip();
        name.setErrorMessage(Texts.text("users.name.help"));
        name.setInvalid(!User.isName(called));
        if (name.isInvalid()) {
            name.focus();
            return;
        }
        var wanted = new UserDeeds.Wanted(called, groups.getValue(), signsIn.getValue());
        deeds.create(caller, wanted).ifPresent(made -> {
            close();
            Notices.done(Texts.text("users.created", called));
            UI.getCurrent().navigate(Place.of("users", called));
            made.wayIn().ifPresent(WayInDialog::show);
        });
    }
}
