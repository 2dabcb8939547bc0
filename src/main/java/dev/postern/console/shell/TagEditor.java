package dev.postern.console.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import java.io.Serializable;
import java.util.Map;

/** The tags of a thing, to look at, or to add to and take from. */
public final class TagEditor extends Div {
    private final Tags tags;

    /** Whose they are: does what was asked, and shows what has become of it. */
    public interface Tags extends Serializable {
        void add(String key, String value);

        void remove(String key);
    }

    public TagEditor(Tags tags) {
        this.tags = tags;
        addClassName("tag-editor");
    }

    public void show(Map<String, String> now, boolean editable) {
        removeAll();
        now.forEach((key, value) -> add(tag(key, value, editable)));
        if (editable) add(newTag());
        else if (now.isEmpty()) add(new Span(Texts.text("tags.none")));
    }

    /** Instead of tags, where whoever looks may not list them. */
    public void unseen(String action) {
        removeAll();
        add(new Unseen(action));
    }

    private Span tag(String key, String value, boolean editable) {
        var tag = new Span(value.isEmpty() ? key : key + "=" + value);
        tag.addClassName("tag");
        if (!editable) return tag;
        var remove = new Button("×", _ -> tags.remove(key));
        remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        remove.setAriaLabel(Texts.text("tags.remove", key));
        tag.add(remove);
        return tag;
    }

    private TextField newTag() {
        var field = new TextField();
        field.setPlaceholder(Texts.text("tags.add"));
        field.setAriaLabel(Texts.text("tags.add"));
        field.addClassName("tag-new");
        field.addValueChangeListener(change -> {
            if (!change.isFromClient() || field.getValue().isBlank()) return;
            var parts = field.getValue().strip().split("=", 2);
            tags.add(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
        });
        return field;
    }
}
