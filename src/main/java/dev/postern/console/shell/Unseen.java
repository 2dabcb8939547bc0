package dev.postern.console.shell;

import com.vaadin.flow.component.html.Span;

/** Stands where a part of a page would be that is not for the person who asks: quietly, with what it would take. */
public final class Unseen extends Span {
    /** @param action that one has to be allowed */
    public Unseen(String action) {
        super(words(action));
        addClassName("quiet");
    }

    /** Where no component can stand. */
    public static String words(String action) {
        return Texts.text("unseen", action);
    }
}
