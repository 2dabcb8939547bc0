package dev.postern.console.settings;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.passkeys.Passkey;
import java.util.function.Consumer;

/** Another name for a passkey. */
final class NamePasskey extends Dialog {
    NamePasskey(String present, Consumer<String> named) {
        super(Texts.text("passkey.rename.title"));
        setWidth("min(440px, 100vw)");
        var name = field();
        name.setValue(present);
        name.setAutofocus(true);
        name.setAutoselect(true);
        add(name);
        var act = new Button(Texts.text("passkey.rename"), _ -> {
            if (!sound(name)) return;
            close();
            named.accept(Passkey.name(name.getValue()));
        });
        act.addThemeVariants(ButtonVariant.PRIMARY);
        act.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), act);
    }

    static TextField field() {
        var name = new TextField(Texts.text("passkey.name"));
        name.setWidthFull();
        name.setMaxLength(Passkey.LONGEST_NAME);
        name.setErrorMessage(Texts.text("passkey.name.missing"));
        return name;
    }

    /** Says so at the field where it is not. */
    static boolean sound(TextField name) {
        try {
            Passkey.name(name.getValue());
            name.setInvalid(false);
            return true;
        } catch (IllegalArgumentException broken) {
            name.setInvalid(true);
            return false;
        }
    }
}
