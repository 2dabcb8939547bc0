package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableRunnable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where a text with a grammar is written: with the numbers of its lines, and no help of the browser's with spelling. */
public final class SourceField extends Div {
    private static final int ROWS = 20;
    private static final int PAUSE_MS = 400;

    private final TextArea text = new TextArea();
    private final Pre lines = new Pre();

    /** @param changed as one writes, after each pause */
    public SourceField(String label, Runnable changed) {
        addClassName("editor-field");
        text.setAriaLabel(label);
        text.addClassName("source-field");
        text.setAutocorrect(false);
        text.getElement().setAttribute("spellcheck", "false");
        text.setMinRows(ROWS);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(PAUSE_MS);
        text.addValueChangeListener(_ -> {
            count();
            changed.run();
        });
        lines.addClassName("line-numbers");
        lines.getElement().setAttribute("aria-hidden", "true");
        count();
        add(lines, text);
    }

    public String text() {
        return text.getValue();
    }

    public void show(String source) {
        text.setValue(source);
    }

    public void focus() {
        text.focus();
    }

    /** Does this once the last keys have arrived: what is kept must be what is on the screen. */
    public void settled(SerializableRunnable then) {
        text.getElement().executeJs("return this.inputElement.value").then(String.class, typed -> {
            if (!typed.equals(text.getValue())) text.setValue(typed);
            then.run();
        });
    }

    /** Writes this where the cursor is, between quotation marks unless it is between some already. */
    public void insert(String word) {
        text.getElement().executeJs("""
                const field = this.inputElement;
                const at = field.selectionStart;
                const line = field.value.slice(field.value.lastIndexOf('\\n', at - 1) + 1, at);
                const quoted = (line.match(/"/g) || []).length % 2 === 1;
                field.focus();
                field.setRangeText(quoted ? $0 : '"' + $0 + '"', at, field.selectionEnd, 'end');
                field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
                """, word);
    }

    /**
     * The cursor goes there: the browser scrolls to where it is.
     *
     * @param offset in characters from the text's beginning
     */
    public void goTo(int offset) {
        text.getElement()
                .executeJs(
                        "const field = this.inputElement; field.blur(); field.setSelectionRange($0, $0); field.focus()",
                        offset);
    }

    private void count() {
        var count = 1 + (int) text.getValue().chars().filter(c -> c == '\n').count();
        lines.setText(IntStream.rangeClosed(1, count).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
    }
}
