package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.List;

/** Sign-in by name and password. */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
class LoginView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final List<String> REASONS = List.of("wrong", "throttled", "locked", "link");

    /** Whoever mistyped a password does not type the name again: this tab keeps it, the server does not. */
    private static final String KEEP_NAME = """
            this.addEventListener('login', event => sessionStorage.setItem('postern.sign-in', event.detail.username));
            const name = sessionStorage.getItem('postern.sign-in');
            sessionStorage.removeItem('postern.sign-in');
            if ($0) requestAnimationFrame(() => {
              if (name) this.querySelector('#vaadinLoginUsername').value = name;
              this.querySelector(name ? '#vaadinLoginPassword' : '#vaadinLoginUsername').focus();
            });""";

    private final LoginForm form = new LoginForm();

    LoginView() {
        addClassName("sign-in");
        form.setAction("login");
        form.setForgotPasswordButtonVisible(false);
        form.setI18n(words("wrong"));
        add(new SignInFrame(form));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var error = event.getLocation().getQueryParameters().getSingleParameter("error");
        error.ifPresent(said -> {
            form.setI18n(words(REASONS.contains(said) ? said : REASONS.getFirst()));
            form.setError(true);
        });
        form.getElement().setProperty("noAutofocus", error.isPresent());
        form.getElement().executeJs(KEEP_NAME, error.isPresent());
    }

    private static LoginI18n words(String reason) {
        var words = LoginI18n.createDefault();
        var fields = words.getForm();
        fields.setTitle(Texts.text("signin.title"));
        fields.setUsername(Texts.text("signin.username"));
        fields.setPassword(Texts.text("signin.password"));
        fields.setSubmit(Texts.text("signin.submit"));
        var error = words.getErrorMessage();
        error.setTitle(Texts.text("signin." + reason + ".title"));
        error.setMessage(Texts.text("signin." + reason));
        error.setUsername(Texts.text("signin.username.missing"));
        error.setPassword(Texts.text("signin.password.missing"));
        return words;
    }

    @Override
    public String getPageTitle() {
        return Texts.text("signin.submit") + " · Postern";
    }
}
