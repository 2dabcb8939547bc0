package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import java.util.Optional;
import java.util.function.Supplier;

/** The frame of a screen: heading, what one can do here, then the screen itself. */
public abstract class Page extends Div implements HasDynamicTitle {
    private final H1 heading = new H1();
    private final Paragraph about = new Paragraph();
    private final Div actions = new Div();
    private final Div head = new Div();
    private String title = "";

    protected Page(String title) {
        addClassName("page");
        var words = new Div(heading, about);
        words.addClassName("page-words");
        actions.addClassName("page-actions");
        head.add(words, actions);
        head.addClassName("page-head");
        add(head);
        title(title);
        about("");
    }

    /** A way back to the list this page is a part of. */
    protected final void back(String path, String words) {
        var link = new Anchor(path, Glyph.BACK.draw(), new Span(words));
        link.addClassName("back");
        addComponentAsFirst(link);
    }

    protected final void title(String text) {
        title = text;
        heading.setText(text);
    }

    protected final void about(String text) {
        about.setText(text);
        about.setVisible(!text.isEmpty());
    }

    protected final void actions(Component... components) {
        actions.removeAll();
        actions.add(components);
    }

    /** Nothing but why: what stood here goes, and what can be done here with it. */
    protected final void denied(Refusal refusal) {
        removeAll();
        actions();
        about("");
        add(head, new DeniedPanel(refusal));
    }

    /** Closes an open page at once when it is not for whoever looks any more. Where a fresh proof would do, it stays, with what was written on it. */
    protected final void closes(Live live, Supplier<Optional<Refusal>> whyNot) {
        live.follow(
                this,
                () -> whyNot.get().filter(refusal -> !refusal.onceProven()).ifPresent(this::denied));
    }

    /** Opens it. When it closes, the focus is on this button, if that is shown by then: the one that was pressed may have gone with an empty list. */
    protected static void open(Dialog dialog, Button back) {
        dialog.addOpenedChangeListener(change -> {
            if (!change.isOpened() && back.isVisible()) back.focus();
        });
        dialog.open();
    }

    /** A place to stand in for what is not there: says what it would be, and how it comes to be. */
    protected static Div nothing(Glyph glyph, String title, String how, Component... more) {
        var empty = new Div(glyph.draw(), new H2(title), new Paragraph(how));
        empty.addClassName("nothing");
        empty.add(more);
        return empty;
    }

    @Override
    public String getPageTitle() {
        return title + " · Postern";
    }
}
