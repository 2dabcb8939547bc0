package dev.postern.console.connect;

import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.Parameter;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks for a document's parameters, and starts it. Stays open with what was typed when that is refused. */
final class StartDialog extends Dialog {
    private final List<QuestionField> fields;
    private final Starting starting;

    /** Starts with these values; false when that was refused. */
    interface Starting extends Serializable {
        boolean with(Map<String, List<String>> values);
    }

    StartDialog(Document document, List<Parameter> parameters, String nodeName, Starting starting) {
        this.starting = starting;
        this.fields = parameters.stream()
                .map(parameter -> QuestionField.of(new Question(parameter)))
                .toList();
        setHeaderTitle(Texts.text("start.title", document.name(), nodeName));
        setWidth("min(560px, 100vw)");
        var form = new Div();
        form.addClassName("form");
        var what = document.shown().outline().description();
        if (!what.isBlank()) {
            var paragraph = new Paragraph(what);
            paragraph.addClassName("quiet");
            form.add(paragraph);
        }
        for (var field : fields) form.add(field.field());
        add(form);
        var start = new Button(Texts.text("start"), _ -> start());
        start.addThemeVariants(ButtonVariant.PRIMARY);
        if (fields.stream().noneMatch(QuestionField::takesEnter)) start.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), start);
        addOpenedChangeListener(opening -> {
            if (opening.isOpened() && fields.getFirst().field() instanceof Focusable<?> first) first.focus();
        });
    }

    private void start() {
        var sound = true;
        for (var field : fields) sound &= field.check();
        if (!sound) return;
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : fields) field.addTo(values);
        if (starting.with(values)) close();
    }
}
