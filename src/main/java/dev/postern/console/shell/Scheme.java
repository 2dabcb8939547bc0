package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.function.SerializableConsumer;
import java.util.Locale;

/** Light, dark, or as the system has it. The browser keeps what was chosen (theme.ts). */
public enum Scheme {
    SYSTEM(Glyph.SYSTEM),
    LIGHT(Glyph.LIGHT),
    DARK(Glyph.DARK);

    private final Glyph glyph;

    Scheme(Glyph glyph) {
        this.glyph = glyph;
    }

    public Glyph glyph() {
        return glyph;
    }

    public String words() {
        return Texts.text("scheme." + key());
    }

    /** All of this browser's pages follow. */
    public void choose(Component on) {
        on.getElement().executeJs("window.dispatchEvent(new CustomEvent('postern-scheme', {detail: $0}))", key());
    }

    /** Tells what the browser has kept. */
    public static void chosen(Component on, SerializableConsumer<Scheme> then) {
        on.getElement()
                .executeJs("return document.documentElement.dataset.scheme ?? 'system'")
                .then(String.class, kept -> {
                    for (var scheme : values()) if (scheme.key().equals(kept)) then.accept(scheme);
                });
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
