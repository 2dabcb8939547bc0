package dev.postern.console.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;

/** Text to be copied as it stands: a command line, a file, an id. */
public final class Command extends Div {
    public Command(String text) {
        addClassName("command");
        var shown = new Pre(text);
        shown.getElement().setAttribute("tabindex", "0");
        add(shown, copy(text));
    }

    /** A button that puts the text into the clipboard. */
    public static Button copy(String text) {
        var copy = new Button(Glyph.COPY.draw());
        copy.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        copy.setAriaLabel(Texts.text("copy"));
        copy.setTooltipText(Texts.text("copy"));
        copy.addClickListener(click -> {
            click.getSource().getElement().executeJs("navigator.clipboard?.writeText($0)", text);
            Notices.done(Texts.text("copied"));
        });
        return copy;
    }
}
