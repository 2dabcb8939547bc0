package dev.postern.console.connect;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.console.parameters.ParameterForm;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.Parameter;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Asks for a document's parameters, and starts it. Stays open with what was typed when that is refused. */
final class StartDialog extends Dialog {
    private final ParameterForm form = new ParameterForm();
    private final Starting starting;

    /** Starts with these values; false when that was refused. */
    interface Starting extends Serializable {
        boolean with(Map<String, List<String>> values);
    }

    StartDialog(Document document, List<Parameter> parameters, String nodeName, Starting starting) {
        this.starting = starting;
        setHeaderTitle(Texts.text("start.title", document.name(), nodeName));
        setWidth("min(560px, 100vw)");
        var content = new Div();
        content.addClassName("form");
        var what = document.shown().outline().description();
        if (!what.isBlank()) {
            var paragraph = new Paragraph(what);
            paragraph.addClassName("quiet");
            content.add(paragraph);
        }
        form.show(parameters);
        content.add(form);
        add(content);
        var start = new Button(Texts.text("start"), _ -> start());
        start.addThemeVariants(ButtonVariant.PRIMARY);
        if (!form.takesEnter()) start.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), start);
        addOpenedChangeListener(opening -> {
            if (opening.isOpened()) form.focus();
        });
    }

    private void start() {
        form.values().filter(starting::with).ifPresent(_ -> close());
    }
}
