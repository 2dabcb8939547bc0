package dev.postern.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.postern.identity.Callers;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.SecondStep;
import dev.postern.identity.StepUp;
import dev.postern.identity.Users;
import dev.postern.identity.oidc.Provider;
import dev.postern.identity.passkeys.PasskeyEnrolment;
import dev.postern.identity.passkeys.Passkeys;
import jakarta.annotation.security.PermitAll;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody who is signed in proves themselves once more, since a policy asks for it: by a code or a passkey here, at their identity provider, or by
 * being told what to set up. Leads back to where it was asked for.
 */
@Route(value = "login/confirm", autoLayout = false)
@PermitAll
class ConfirmView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    private final Callers callers;
    private final Users users;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final PasskeyEnrolment enrolment;
    private final Provider provider;

    ConfirmView(
            Callers callers,
            Users users,
            SecondFactors factors,
            Passkeys passkeys,
            PasskeyEnrolment enrolment,
            Provider provider) {
        this.passkeys = passkeys;
        this.enrolment = enrolment;
        this.provider = provider;
        this.callers = callers;
        this.users = users;
        this.factors = factors;
        addClassName("sign-in");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        removeAll();
        var back = StepUp.returnTo(event.getLocation()
                .getQueryParameters()
                .getSingleParameter(SecondStep.RETURN)
                .orElse(null));
        var name = callers.current().orElseThrow().name();
        if (!users.hasPassword(name) && provider.enabled()) {
            event.forwardToUrl(
                    StepUp.PATH + "?" + SecondStep.RETURN + "=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
            return;
        }
        var user = users.find(name);
        var byPasskey = enrolment.offered() && user.filter(passkeys::has).isPresent();
        if (user.filter(factors::has).isPresent()) {
            var ways = new CodeForm(
                    Texts.text("signin.confirm.title"),
                    Texts.text(byPasskey ? "signin.confirm.either" : "signin.confirm.what", name),
                    CodeView.wrong(event),
                    back);
            if (byPasskey) ways.add(new PasskeyForm(back));
            add(new SignInFrame(ways.leading(back.substring(1), Texts.text("signin.confirm.back"))));
        } else if (byPasskey) {
            add(new SignInFrame(byPasskeyAlone(name, CodeView.wrong(event), back)));
        } else {
            var none = new Div(
                    new H2(Texts.text("signin.confirm.none")),
                    new Paragraph(Texts.text("signin.confirm.none.what")),
                    new Anchor("settings", Texts.text("signin.confirm.settings")),
                    new Anchor(back.substring(1), Texts.text("signin.confirm.back")));
            none.addClassName("link-form");
            add(new SignInFrame(none));
        }
    }

    private static Div byPasskeyAlone(String name, @Nullable String wrong, String back) {
        var way = new Div(new H2(Texts.text("signin.confirm.title")));
        way.addClassName("link-form");
        if (wrong != null) way.add(CodeForm.wrong(wrong));
        way.add(
                new Paragraph(Texts.text("signin.confirm.passkey", name)),
                new PasskeyForm(back),
                new Anchor(back.substring(1), Texts.text("signin.confirm.back")));
        return way;
    }

    @Override
    public String getPageTitle() {
        return Texts.text("signin.confirm.title") + " · Postern";
    }
}
