package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.springcsrf.SpringCsrfTokenUtil;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** A one-time link leads here. Opening it uses nothing up: mail scanners and previews open links too. The button does. */
@Route(value = "login/link", autoLayout = false)
@AnonymousAllowed
class LinkView extends Div implements BeforeEnterObserver, HasDynamicTitle {
    /** Where Spring Security takes one-time tokens. */
    private static final String PROCESSING = "login/ott";

    LinkView() {
        addClassName("sign-in");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var token = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("token")
                .orElse("");
        var form = new Element("form");
        form.setAttribute("method", "post").setAttribute("action", PROCESSING);
        hidden(form, "token", token);
        SpringCsrfTokenUtil.getSpringCsrfToken(VaadinRequest.getCurrent())
                .ifPresent(csrf -> hidden(form, csrf.getParameterName(), csrf.getToken()));
        form.appendChild(new Element("button")
                .setAttribute("type", "submit")
                .setAttribute("class", "link-submit")
                .setText(Texts.text("signin.submit")));
        var inner = new Div(new H2(Texts.text("signin.link.heading")), new Paragraph(Texts.text("signin.link.what")));
        inner.addClassName("link-form");
        inner.getElement().appendChild(form);
        add(new SignInFrame(inner));
    }

    private static void hidden(Element form, String name, String value) {
        form.appendChild(new Element("input")
                .setAttribute("type", "hidden")
                .setAttribute("name", name)
                .setAttribute("value", value));
    }

    @Override
    public String getPageTitle() {
        return Texts.text("signin.submit") + " · Postern";
    }
}
