package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Texts;

/** What a step wrote to one of its outputs. Grows in place: whoever looks at the end goes on looking at the end. */
final class OutputText extends Div {
    private static final String GROW = """
            const end = this.textContent && this.scrollTop + this.clientHeight >= this.scrollHeight - 4;
            this.textContent = $0;
            if ($1 || end) this.scrollTop = this.scrollHeight;""";

    private final Pre text = new Pre();
    private final Div head;
    private final Span cut = new Span(Texts.text("commands.output.cut"));
    private String shown = "";

    /** @param label what it is, in words */
    OutputText(String label, String className) {
        addClassNames("output", className);
        text.getElement().setAttribute("tabindex", "0").setAttribute("aria-label", label);
        cut.addClassNames("badge", "badge-waiting");
        cut.setTitle(Texts.text("commands.output.cut.why"));
        head = new Div(new Span(label), cut);
        head.addClassName("output-head");
        add(head, text);
        setVisible(false);
    }

    void show(String output, boolean running) {
        setVisible(!output.isEmpty());
        if (output.equals(shown)) return;
        shown = output;
        cut.setVisible(CommandLook.truncated(output));
        head.getChildren().skip(2).toList().forEach(head::remove);
        head.add(Command.copy(output));
        text.getElement().executeJs(GROW, output, running);
    }
}
