package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second page of the sign-in, for who has a second factor. Whoever comes here without a right password has nothing to gain by a code. */
@Route(value = "login/code", autoLayout = false)
@AnonymousAllowed
class CodeView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    /** What can be wrong with a code, here and where somebody proves themselves once more. */
    private static final Map<String, String> WRONG = Map.of(
            "wrong_code", "signin.code.wrong",
            "throttled", "signin.throttled",
            "locked", "signin.code.locked",
            "passkey", "signin.passkey",
            "passkey_late", "signin.passkey_late");

    CodeView() {
        addClassName("sign-in");
    }

    static @Nullable String wrong(BeforeEnterEvent event) {
        return event.getLocation()
                .getQueryParameters()
                .getSingleParameter("error")
                .map(said -> WRONG.getOrDefault(said, "signin.code.wrong"))
                .orElse(null);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        removeAll();
        add(new SignInFrame(new CodeForm(Texts.text("signin.code.title"), Texts.text("signin.code"), wrong(event), null)
                .leading("login", Texts.text("signin.code.again"))));
    }

    @Override
    public String getPageTitle() {
        return Texts.text("signin.submit") + " · Postern";
    }
}
