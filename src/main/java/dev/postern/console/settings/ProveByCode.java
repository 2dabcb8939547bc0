package dev.postern.console.settings;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.SignInRefused;
import java.util.function.Consumer;

/** Asks for a code before something is done: an open page alone must not be enough. */
final class ProveByCode extends Dialog {
    private final TextField code = new TextField(Texts.text("factor.prove"));

    /** @param proves throws {@link SignInRefused} where the code does not */
    ProveByCode(String title, Consumer<String> proves, Runnable then) {
        super(title);
        setWidth("min(440px, 100vw)");
        code.setWidthFull();
        code.setAutofocus(true);
        code.getElement().setAttribute("autocomplete", "one-time-code");
        var act = new Button(title, _ -> {
            try {
                proves.accept(code.getValue());
            } catch (SignInRefused refused) {
                code.setErrorMessage(words(refused.reason()));
                code.setInvalid(true);
                return;
            }
            close();
            then.run();
        });
        act.addThemeVariants(ButtonVariant.PRIMARY);
        act.addClickShortcut(Key.ENTER);
        add(code);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), act);
    }

    ProveByCode asking(String words) {
        addComponentAsFirst(new Paragraph(words));
        return this;
    }

    private static String words(SignInRefused.Reason reason) {
        return switch (reason) {
            case THROTTLED -> Texts.text("signin.throttled");
            case LOCKED -> Texts.text("signin.code.locked");
            case WRONG_CODE, WRONG, SECOND_FACTOR, LATE -> Texts.text("factor.wrong");
        };
    }
}
