package dev.postern.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.postern.identity.Callers;
import dev.postern.identity.SignInWays;
import dev.postern.identity.oidc.Provider;
import dev.postern.identity.passkeys.PasskeyEnrolment;
import java.util.List;

/** Sign-in: by the identity provider where there is one, by name and password where that is let. */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
class LoginView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private static final List<String> REASONS =
            List.of("wrong", "throttled", "locked", "link", "passkey", "passkey_late");

    /** What the identity provider's part says, each with a title. */
    private static final List<String> PROVIDER_REASONS =
            List.of("silent", "late", "cancelled", "unbelieved", "outside", "step_up");

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
    private final Div refused = new Div();
    private final Callers callers;
    private final boolean passwords;

    LoginView(Provider provider, SignInWays ways, PasskeyEnrolment passkeys, Callers callers) {
        this.callers = callers;
        this.passwords = ways.passwords();
        addClassName("sign-in");
        form.setAction("login");
        form.setForgotPasswordButtonVisible(false);
        form.setI18n(words("wrong"));
        refused.addClassName("sign-in-refused");
        refused.getElement().setAttribute("role", "alert");
        refused.setVisible(false);
        var all = new Div(refused);
        all.addClassName("sign-in-ways");
        if (provider.enabled()) all.add(button(provider));
        if (provider.enabled() && passwords) all.add(or());
        if (passwords) all.add(form);
        if (passkeys.offered()) all.add(or(), new PasskeyForm(null));
        add(new SignInFrame(all));
    }

    /** A link, since it leads out of the console: the provider's page is no view of ours. */
    private static Anchor button(Provider provider) {
        var label = provider.label();
        var words = label == null ? Texts.text("signin.provider") : Texts.text("signin.provider.named", label);
        var button = new Anchor(Provider.SIGN_IN.substring(1), words);
        button.setRouterIgnore(true);
        button.addClassName("sign-in-provider");
        return button;
    }

    private static Div or() {
        var or = new Div(new Span(Texts.text("signin.or")));
        or.addClassName("sign-in-or");
        return or;
    }

    private void refuse(String reason) {
        refused.add(new H2(Texts.text("signin." + reason + ".title")), new Paragraph(Texts.text("signin." + reason)));
        if (callers.current().isPresent()) refused.add(new Anchor("", Texts.text("signin.back")));
        refused.setVisible(true);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var error = event.getLocation().getQueryParameters().getSingleParameter("error");
        var byProvider = error.filter(said -> PROVIDER_REASONS.contains(said) || !passwords);
        if (byProvider.isPresent()) {
            refuse(byProvider
                    .filter(said -> PROVIDER_REASONS.contains(said) || REASONS.contains(said))
                    .orElse("unbelieved"));
            return;
        }
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
