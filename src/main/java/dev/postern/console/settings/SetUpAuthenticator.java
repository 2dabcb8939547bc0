package dev.postern.console.settings;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.TotpKey;
import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A new key for an authenticator. It counts when the authenticator has proved that it has it, and whoever sits here that they know the password. */
final class SetUpAuthenticator extends Dialog {
    private static final String ISSUER = "Postern";
    private static final int QUIET = 2;

    private final TextField code = new TextField(Texts.text("factor.code"));
    private final PasswordField password = new PasswordField(Texts.text("password.present"));

    /** The person has been told why. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @param enrols answers the recovery codes; empty for a wrong code; throws {@link Refused} */
    SetUpAuthenticator(
            String user,
            TotpKey key,
            Predicate<String> knows,
            BiFunction<TotpKey, String, Optional<List<String>>> enrols,
            Runnable then) {
        super(Texts.text("factor.title"));
        setWidth("min(480px, 100vw)");
        var text = new Code(key.text().replaceAll("(.{4})(?=.)", "$1 "));
        text.addClassName("factor-key");
        code.getElement().setAttribute("autocomplete", "one-time-code");
        code.setWidthFull();
        password.getElement().setAttribute("autocomplete", "current-password");
        password.setWidthFull();
        var fields = new Div(code, password);
        fields.addClassName("form");
        add(new Paragraph(Texts.text("factor.scan")), picture(key.address(ISSUER, user)), new Paragraph(text), fields);
        var enrol = new Button(Texts.text("factor.enrol"), _ -> enrol(key, knows, enrols, then));
        enrol.addThemeVariants(ButtonVariant.PRIMARY);
        enrol.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), enrol);
    }

    private void enrol(
            TotpKey key,
            Predicate<String> knows,
            BiFunction<TotpKey, String, Optional<List<String>>> enrols,
            Runnable then) {
        password.setErrorMessage(Texts.text("password.wrong"));
        password.setInvalid(!knows.test(password.getValue()));
        if (password.isInvalid()) return;
        Optional<List<String>> codes;
        try {
            codes = enrols.apply(key, code.getValue());
        } catch (Refused told) {
            close();
            return;
        }
        code.setErrorMessage(Texts.text("factor.code.wrong"));
        code.setInvalid(codes.isEmpty());
        codes.ifPresent(all -> {
            close();
            Notices.done(Texts.text("factor.enrolled"));
            new RecoveryCodes(all, then).open();
        });
    }

    /** Dark on light in every scheme: that is what cameras read. */
    private static Div picture(String address) {
        var qr = QrCode.encodeText(address, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (int y = 0; y < qr.size; y++) {
            for (int x = 0; x < qr.size; x++) {
                if (qr.getModule(x, y))
                    path.append("M").append(x).append(' ').append(y).append("h1v1h-1z");
            }
        }
        var box = -QUIET + " " + -QUIET + " " + (qr.size + 2 * QUIET) + " " + (qr.size + 2 * QUIET);
        var picture = new Div();
        // read by the browser: the server's own reader of HTML takes the capital out of viewBox
        picture.getElement().setProperty("innerHTML", "<svg viewBox=\"" + box + "\"><path d=\"" + path + "\"/></svg>");
        picture.getElement().setAttribute("role", "img");
        picture.getElement().setAttribute("aria-label", Texts.text("factor.picture"));
        picture.addClassName("factor-picture");
        return picture;
    }
}
