package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;

/** Names and what they are here; what is empty is left out. */
@Tag("dl")
public final class Facts extends DescriptionList {
    public Facts() {
        addClassName("facts");
    }

    /** Begins anew. */
    public Facts show() {
        removeAll();
        return this;
    }

    public Facts text(String key, String value) {
        return value.isBlank() ? this : fact(key, new Span(value));
    }

    /** What machines read: in their script, with a button to copy it. */
    public Facts id(String key, String value) {
        if (value.isBlank()) return this;
        var both = new Span(new Code(value), Command.copy(value));
        both.addClassName("id");
        return fact(key, both);
    }

    /** A fact whose name is data itself. */
    public void named(String name, String value) {
        add(new Term(name), new Description(new Span(value)));
    }

    public void named(String name, Component value) {
        add(new Term(name), new Description(value));
    }

    public Facts fact(String key, Component value) {
        add(new Term(Texts.text(key)), new Description(value));
        return this;
    }
}
