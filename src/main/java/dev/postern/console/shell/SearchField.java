package dev.postern.console.shell;

import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;

/** Where one types what one looks for in a list, which follows at every key. On a page of its own it has the cursor. */
public final class SearchField extends TextField {
    /** @param key of its words, which are its name as well */
    public SearchField(String key, Runnable changed) {
        setPlaceholder(Texts.text(key));
        setAriaLabel(Texts.text(key));
        setPrefixComponent(Glyph.SEARCH.draw());
        setClearButtonVisible(true);
        setValueChangeMode(ValueChangeMode.EAGER);
        setAutofocus(true);
        addValueChangeListener(_ -> changed.run());
        addClassName("search");
    }
}
