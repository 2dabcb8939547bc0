package dev.postern.console.settings;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.BrowserName;
import dev.postern.console.shell.Texts;
import dev.postern.identity.SignInRefused;
import dev.postern.identity.passkeys.Passkey;
import dev.postern.identity.passkeys.PasskeyEnrolment;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A new passkey: named here, made by the browser, and counted when the server has seen that it works. */
final class AddPasskey extends Dialog {
    /** What the browser's part may say, each with a text. */
    private static final Set<String> TROUBLES = Set.of("unsupported", "cancelled", "elsewhere", "known", "failed");

    private final @Nullable Function<String, Optional<SignInRefused.Reason>> refuses;
    private final Supplier<PasskeyEnrolment.Begun> begins;
    private final Finish finish;
    private final TextField name = NamePasskey.field();
    private final PasswordField password = new PasswordField(Texts.text("password.present"));
    private final Paragraph trouble = new Paragraph();
    private final BrowsersPart browser = new BrowsersPart();
    private final Button make = new Button(Texts.text("passkey.make"), _ -> make());

    /** Answers whether they have it now; if not, they have been told why. */
    interface Finish {
        boolean accept(PasskeyEnrolment.Begun begun, String answer, String name);
    }

    @Tag("postern-passkey")
    @JsModule("./passkeys/postern-passkey.ts")
    private static final class BrowsersPart extends Div {}

    /** @param refuses asked about the password, where one is asked for; null where who sits here has proved themselves by more */
    AddPasskey(
            @Nullable Function<String, Optional<SignInRefused.Reason>> refuses,
            Supplier<PasskeyEnrolment.Begun> begins,
            Finish finish) {
        super(Texts.text("passkey.add"));
        this.refuses = refuses;
        this.begins = begins;
        this.finish = finish;
        setWidth("min(480px, 100vw)");
        name.setValue(suggested());
        name.setAutofocus(true);
        name.setAutoselect(true);
        name.setHelperText(Texts.text("passkey.name.help"));
        password.setWidthFull();
        password.getElement().setAttribute("autocomplete", "current-password");
        password.setVisible(refuses != null);
        trouble.addClassName("problem");
        trouble.getElement().setAttribute("role", "alert");
        trouble.setVisible(false);
        var form = new Div(name, password);
        form.addClassName("form");
        add(new Paragraph(Texts.text("passkey.add.what")), form, trouble, browser);
        make.addThemeVariants(ButtonVariant.PRIMARY);
        make.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), make);
    }

    private static String suggested() {
        var here = BrowserName.here();
        return here.substring(0, Math.min(here.length(), Passkey.LONGEST_NAME));
    }

    private void make() {
        trouble.setVisible(false);
        if (!NamePasskey.sound(name) || !knowsPassword()) return;
        make.setEnabled(false);
        var begun = begins.get();
        browser.getElement()
                .executeJs("return this.make($0)", begun.question())
                .then(made -> answered(begun, made), _ -> say("failed"));
    }

    private boolean knowsPassword() {
        if (refuses == null) return true;
        var refused = refuses.apply(password.getValue());
        refused.ifPresent(reason -> password.setErrorMessage(
                switch (reason) {
                    case THROTTLED -> Texts.text("signin.throttled");
                    case LOCKED -> Texts.text("signin.locked");
                    case WRONG, SECOND_FACTOR, WRONG_CODE, LATE -> Texts.text("password.wrong");
                }));
        password.setInvalid(refused.isPresent());
        return refused.isEmpty();
    }

    private void answered(PasskeyEnrolment.Begun begun, JsonNode made) {
        var answer = made.path("answer").asString("");
        if (answer.isEmpty()) {
            say(made.path("trouble").asString("failed"));
        } else if (finish.accept(begun, answer, Passkey.name(name.getValue()))) {
            close();
        } else {
            make.setEnabled(true);
        }
    }

    private void say(String what) {
        make.setEnabled(true);
        trouble.setText(Texts.text("passkey." + (TROUBLES.contains(what) ? what : "failed")));
        trouble.setVisible(true);
    }
}
