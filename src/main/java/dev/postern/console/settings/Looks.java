package dev.postern.console.settings;

import com.vaadin.flow.component.html.Div;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Scheme;
import dev.postern.console.shell.Texts;
import java.util.Arrays;

/** Light or dark: of this browser, not of the account. */
final class Looks extends Div {
    private final Chips<Scheme> schemes = new Chips<>(Scheme.SYSTEM, this::chosen);

    Looks() {
        schemes.getElement().setAttribute("aria-label", Texts.text("settings.looks"));
        add(schemes);
        show();
        Scheme.chosen(this, kept -> {
            if (kept != schemes.chosen()) schemes.choose(kept);
        });
    }

    private void chosen() {
        schemes.chosen().choose(this);
        show();
    }

    private void show() {
        schemes.choices(Arrays.stream(Scheme.values())
                .map(scheme -> Chips.Choice.uncounted(scheme, scheme.words()))
                .toList());
    }
}
