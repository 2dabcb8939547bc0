package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;

/** Both ways in look the same: the product on one side, the form on the other. */
final class SignInFrame extends Div {
    SignInFrame(Component form) {
        addClassName("sign-in-frame");
        var brand = new Div(Glyph.GATE.draw(), new Span("Postern"));
        brand.addClassName("brand");
        var promise = new Div(new H1(Texts.text("signin.promise")), new Paragraph(Texts.text("signin.promise.more")));
        var left = new Div(brand, promise, new Paragraph(Texts.text("signin.foot")));
        left.addClassName("sign-in-brand");
        var right = new Div(form);
        right.addClassName("sign-in-form");
        add(left, right);
    }
}
