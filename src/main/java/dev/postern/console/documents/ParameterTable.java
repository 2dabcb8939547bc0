package dev.postern.console.documents;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Parameter;
import java.util.ArrayList;
import java.util.List;

/** What one may or must say when one uses a document. */
final class ParameterTable extends NativeTable {
    ParameterTable(List<Parameter> parameters) {
        addClassName("parameters");
        var head = new NativeTableRow();
        for (var key : List.of("parameter", "parameter.type", "parameter.default", "parameter.rules"))
            head.add(new NativeTableHeaderCell(Texts.text(key)));
        getHead().add(head);
        var body = getBody();
        for (var parameter : parameters) body.add(row(parameter));
    }

    private static NativeTableRow row(Parameter parameter) {
        var row = new NativeTableRow();
        var name = new Div(new Code(parameter.name()));
        if (!parameter.description().isBlank()) {
            var what = new Div(parameter.description());
            what.addClassName("quiet");
            name.add(what);
        }
        row.addDataCell().add(name);
        cell(row, "parameter.type", new Span(parameter.type().word()));
        cell(row, "parameter.default", byDefault(parameter));
        cell(row, "parameter.rules", rules(parameter));
        return row;
    }

    /** Its heading goes with it: on small screens there is none above. */
    private static void cell(NativeTableRow row, String heading, Component content) {
        var cell = row.addDataCell();
        cell.getElement().setAttribute("data-heading", Texts.text(heading));
        cell.add(content);
    }

    private static Component byDefault(Parameter parameter) {
        if (parameter.required()) {
            var required = new Span(Texts.text("parameter.required"));
            required.addClassNames("badge", "badge-waiting");
            return required;
        }
        return parameter.defaultText().isEmpty()
                ? new Span(Texts.text("parameter.default.empty"))
                : new Code(parameter.defaultText());
    }

    private static Component rules(Parameter parameter) {
        var rules = new ArrayList<Component>();
        if (!parameter.allowedValues().isEmpty())
            rules.add(new Div(Texts.text("parameter.one-of", String.join(", ", parameter.allowedValues()))));
        var pattern = parameter.allowedPattern();
        if (pattern != null) rules.add(new Div(new Span(Texts.text("parameter.matches") + " "), new Code(pattern)));
        if (parameter.minChars() > 0) rules.add(new Div(Texts.text("parameter.at-least", parameter.minChars())));
        if (parameter.minItems() > 0) rules.add(new Div(Texts.text("parameter.items.at-least", parameter.minItems())));
        return rules.isEmpty() ? new Span("–") : new Div(rules.toArray(Component[]::new));
    }
}
