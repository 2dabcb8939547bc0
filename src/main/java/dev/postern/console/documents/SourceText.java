package dev.postern.console.documents;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.DocumentFormat;

/** A document's text, to be read and copied. */
final class SourceText extends Div {
    SourceText() {
        addClassName("source");
        getElement().setAttribute("tabindex", "0");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", Texts.text("document.content"));
    }

    void show(String text, DocumentFormat format) {
        removeAll();
        add(new Html("<pre>" + SourceMarkup.of(text, format) + "</pre>"), Command.copy(text));
    }
}
