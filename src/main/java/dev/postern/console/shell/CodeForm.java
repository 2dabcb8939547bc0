package dev.postern.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.springcsrf.SpringCsrfTokenUtil;
import com.vaadin.flow.server.VaadinRequest;
import dev.postern.identity.SecondStep;
import org.jspecify.annotations.Nullable;

/** Where a code is typed. A form of its own, not of Vaadin's: what it sends makes a sign-in, and the browser must get its new cookie. */
final class CodeForm extends Div {
    private static final String ACTION = "login";

    /**
     * @param why key of what is wrong with the code before, or null
     * @param back for somebody who is signed in, the page to go on with; else null
     */
    CodeForm(String heading, String what, @Nullable String why, @Nullable String back) {
        addClassName("link-form");
        var form = new Element("form");
        form.setAttribute("method", "post").setAttribute("action", ACTION);
        hidden(form, "username", "");
        hidden(form, "password", "");
        if (back != null) hidden(form, SecondStep.RETURN, back);
        SpringCsrfTokenUtil.getSpringCsrfToken(VaadinRequest.getCurrent())
                .ifPresent(csrf -> hidden(form, csrf.getParameterName(), csrf.getToken()));
        var label = new Element("label").setText(Texts.text("signin.code.label"));
        var field = new Element("input")
                .setAttribute("name", SecondStep.CODE)
                .setAttribute("autocomplete", "one-time-code")
                .setAttribute("autocapitalize", "none")
                .setAttribute("spellcheck", "false")
                .setAttribute("maxlength", "24")
                .setAttribute("required", "")
                .setAttribute("autofocus", "")
                .setAttribute("class", "code-field");
        label.appendChild(field);
        form.appendChild(label);
        form.appendChild(new Element("button")
                .setAttribute("type", "submit")
                .setAttribute("class", "link-submit")
                .setText(Texts.text(back == null ? "signin.submit" : "signin.confirm")));
        add(new H2(heading));
        if (why != null) add(wrong(why));
        add(new Paragraph(what));
        getElement().appendChild(form);
        // the attribute counts only on a page that is loaded, and this one may be navigated to
        field.executeJs("this.focus()");
    }

    static Paragraph wrong(String why) {
        var wrong = new Paragraph(Texts.text(why));
        wrong.addClassName("code-wrong");
        wrong.getElement().setAttribute("role", "alert");
        return wrong;
    }

    CodeForm leading(String to, String words) {
        add(new Anchor(to, words));
        return this;
    }

    private static void hidden(Element form, String name, String value) {
        form.appendChild(new Element("input")
                .setAttribute("type", "hidden")
                .setAttribute("name", name)
                .setAttribute("value", value));
    }
}
