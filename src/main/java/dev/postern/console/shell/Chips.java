package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of a few filters, each with how many it would show where that is known. */
public final class Chips<T> extends Div {
    private static final long UNKNOWN = -1;

    /** What can be chosen. */
    public record Choice<T>(T value, String label, long count) implements Serializable {
        public static <T> Choice<T> uncounted(T value, String label) {
            return new Choice<>(value, label, UNKNOWN);
        }
    }

    private T chosen;
    /** What is there stays there while it says the same: a chip that is replaced while somebody presses it has not been pressed. */
    private List<Choice<T>> shown = List.of();

    private @Nullable T shownChosen;
    private final Runnable changed;

    public Chips(T first, Runnable changed) {
        this.chosen = first;
        this.changed = changed;
        addClassName("chips");
        getElement().setAttribute("role", "group");
    }

    public T chosen() {
        return chosen;
    }

    /** Shows these; what none of them has and is not chosen is left out. */
    public void choices(List<Choice<T>> choices) {
        if (choices.equals(shown) && chosen.equals(shownChosen)) return;
        shown = List.copyOf(choices);
        shownChosen = chosen;
        removeAll();
        for (var choice : choices) {
            var active = choice.value().equals(chosen);
            if (choice.count() == 0 && !active && !choice.equals(choices.getFirst())) continue;
            var chip = new NativeButton("", _ -> choose(choice.value()));
            chip.add(new Span(choice.label()));
            if (choice.count() != UNKNOWN) chip.add(new Span(String.valueOf(choice.count())));
            chip.addClassName("chip");
            chip.getElement().setAttribute("aria-pressed", String.valueOf(active));
            add(chip);
        }
    }

    /** As if it had been clicked. */
    public void choose(T value) {
        chosen = value;
        changed.run();
    }
}
