package dev.postern.console.shell;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** Stands where a screen would be that is not for the person who asks: says so, and why. */
public final class DeniedPanel extends Div {
    public DeniedPanel(Refusal refusal) {
        addClassName("nothing");
        add(
                Glyph.GATE.draw(),
                new H2(Texts.text("denied")),
                new Paragraph(refusal.because()),
                refusal.onceProven()
                        ? new Paragraph(new Text(Texts.text("why-not.step-up") + " "), new StepUpLink())
                        : new Paragraph(Texts.text("denied.ask")),
                new Anchor("", Texts.text("not-found.nodes")));
    }
}
