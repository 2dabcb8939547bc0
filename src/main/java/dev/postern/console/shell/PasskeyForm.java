package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.springcsrf.SpringCsrfTokenUtil;
import com.vaadin.flow.server.VaadinRequest;
import dev.postern.identity.SecondStep;
import dev.postern.identity.passkeys.PasskeySignIn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A button that proves who somebody is by a passkey. Like {@link CodeForm} a form of its own: the browser must get its new cookie. */
@Tag("postern-passkey")
@JsModule("./passkeys/postern-passkey.ts")
final class PasskeyForm extends Component {
    /** What can go wrong in the browser, each with a text. */
    private static final List<String> TROUBLES =
            List.of("unsupported", "cancelled", "elsewhere", "failed", "unreachable");

    /** @param back for somebody who is signed in, the page to go on with; else null */
    PasskeyForm(@Nullable String back) {
        for (var trouble : TROUBLES) getElement().setAttribute("data-" + trouble, Texts.text("passkey." + trouble));
        var form = new Element("form")
                .setAttribute("method", "post")
                .setAttribute("action", PasskeySignIn.PATH.substring(1));
        hidden(form, PasskeySignIn.ANSWER, "");
        if (back != null) hidden(form, SecondStep.RETURN, back);
        SpringCsrfTokenUtil.getSpringCsrfToken(VaadinRequest.getCurrent())
                .ifPresent(csrf -> hidden(form, csrf.getParameterName(), csrf.getToken()));
        form.appendChild(new Element("button")
                .setAttribute("type", "button")
                .setAttribute("class", "passkey-button")
                .appendChild(
                        Glyph.PASSKEY.draw().getElement(), new Element("span").setText(Texts.text("passkey.use"))));
        getElement()
                .appendChild(
                        form, new Element("p").setAttribute("role", "alert").setAttribute("class", "code-wrong"));
    }

    private static void hidden(Element form, String name, String value) {
        form.appendChild(new Element("input")
                .setAttribute("type", "hidden")
                .setAttribute("name", name)
                .setAttribute("value", value));
    }
}
