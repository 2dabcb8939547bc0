package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.PasswordField;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;

/** A new password, against the present one. */
final class PasswordForm extends Div {
    private final OwnPassword password;
    private final Acting acting;
    private final Caller caller;
    private final PasswordField present = field("password.present", "current-password");
    private final PasswordField wanted = field("password.new", "new-password");
    private final PasswordField again = field("password.again", "new-password");

    PasswordForm(OwnPassword password, Acting acting, Caller caller) {
        this.password = password;
        this.acting = acting;
        this.caller = caller;
        addClassName("form");
        var change = new Button(Texts.text("password.change"), _ -> change());
        change.addThemeVariants(ButtonVariant.PRIMARY);
        var row = new Div(wanted, again);
        row.addClassName("field-row");
        add(present, row, change);
    }

    private static PasswordField field(String key, String autocomplete) {
        var field = new PasswordField(Texts.text(key));
        field.getElement().setAttribute("autocomplete", autocomplete);
        return field;
    }

    private void change() {
        again.setErrorMessage(Texts.text("password.differs"));
        again.setInvalid(!wanted.getValue().equals(again.getValue()));
        if (again.isInvalid()) return;
        var refused = password.refuses(caller, present.getValue());
        if (refused.isPresent()) {
            present.setErrorMessage(
                    switch (refused.get()) {
                        case WRONG -> Texts.text("password.wrong");
                        case THROTTLED -> Texts.text("signin.throttled");
                        case LOCKED -> Texts.text("signin.locked");
                        case SECOND_FACTOR, WRONG_CODE, LATE ->
                            throw new IllegalStateException("no answer to a password");
                    });
            present.setInvalid(true);
            return;
        }
        present.setInvalid(false);
        var request = AccessRequest.of(caller, "iam:ChangePassword", caller.arn());
        acting.perform(request, () -> password.become(caller, wanted.getValue()))
                .ifPresent(others -> {
                    present.clear();
                    wanted.clear();
                    again.clear();
                    Notices.done(Texts.text("password.changed", others));
                });
    }
}
