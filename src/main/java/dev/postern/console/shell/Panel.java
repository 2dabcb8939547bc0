package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;

/** A part of a page with a heading of its own. */
public final class Panel extends Div {
    /** @param title key of its heading */
    public Panel(String title, Component... content) {
        addClassName("panel");
        add(new H2(Texts.text(title)));
        add(content);
    }
}
