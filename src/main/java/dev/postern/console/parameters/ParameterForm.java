package dev.postern.console.parameters;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Parameter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a document asks for, as fields. What was typed stays typed when another document is chosen that asks for the same. */
public final class ParameterForm extends Div {
    private final Map<String, List<String>> typed = new HashMap<>();
    private List<ParameterField> fields = List.of();

    public ParameterForm() {
        addClassName("parameter-form");
    }

    public void show(List<Parameter> parameters) {
        remember();
        fields = parameters.stream().map(ParameterField::of).toList();
        removeAll();
        for (var field : fields) {
            var before = typed.get(field.parameter().name());
            if (before != null) field.fill(before);
            add(field.component());
        }
        if (fields.isEmpty()) add(new Span(Texts.text("parameters.none")));
    }

    private void remember() {
        for (var field : fields) {
            if (field.untouched()) typed.remove(field.parameter().name());
            else typed.put(field.parameter().name(), field.values());
        }
    }

    public void fill(Map<String, List<String>> values) {
        for (var field : fields) {
            var given = values.get(field.parameter().name());
            if (given != null) field.fill(given);
        }
    }

    /** What was given, without what is the default anyway; empty where a rule is broken, which the first such field then says with the focus in it. */
    public Optional<Map<String, List<String>>> values() {
        var broken = fields.stream().filter(field -> !field.check()).toList();
        if (!broken.isEmpty()) {
            broken.getFirst().focus();
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, List<String>>();
        for (var field : fields)
            if (!field.untouched()) values.put(field.parameter().name(), field.values());
        return Optional.of(values);
    }

    public void focus() {
        if (!fields.isEmpty()) fields.getFirst().focus();
    }

    /** Whether Enter is a line to one of its fields. */
    public boolean takesEnter() {
        return fields.stream().anyMatch(ParameterField::takesEnter);
    }
}
