package dev.postern.console.parameters;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Parameter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A field for a parameter: of a kind that its type and rules ask for, saying what is wrong where the rules are broken. */
final class ParameterField {
    private static final int SCRIPT_ROWS = 6;
    private static final int LIST_ROWS = 2;

    private final Parameter parameter;
    private final Component field;
    private final HasValidationProperties validity;
    private final Focusable<?> focus;
    private final Supplier<List<String>> read;
    private final Consumer<List<String>> write;

    private <F extends Component & HasValue<?, ?> & HasValidationProperties & Focusable<F>> ParameterField(
            Parameter parameter, F field, Supplier<List<String>> read, Consumer<List<String>> write) {
        this.parameter = parameter;
        this.field = field;
        this.validity = field;
        this.focus = field;
        this.read = read;
        this.write = write;
        field.addValueChangeListener(_ -> field.setInvalid(false));
        field.setRequiredIndicatorVisible(parameter.required());
        if (parameter.byDefault() != null) write.accept(byDefault(parameter));
    }

    static ParameterField of(Parameter parameter) {
        var type = parameter.type();
        if (type == Parameter.Type.STRING_LIST)
            return parameter.allowedValues().isEmpty() ? lines(parameter) : several(parameter);
        if (type == Parameter.Type.MAP_LIST || type == Parameter.Type.STRING_MAP) return json(parameter);
        if (type == Parameter.Type.BOOLEAN) return oneOf(parameter, List.of("true", "false"));
        if (!parameter.allowedValues().isEmpty()) return oneOf(parameter, parameter.allowedValues());
        return parameter.multiline() ? text(parameter) : line(parameter);
    }

    private static ParameterField lines(Parameter parameter) {
        var area = area(parameter, parameter.multiline() ? SCRIPT_ROWS : LIST_ROWS);
        if (!parameter.multiline())
            area.setHelperText((parameter.description() + " " + Texts.text("parameters.lines")).strip());
        // in a script blank lines are lines, in a list they are nothing
        return new ParameterField(
                parameter,
                area,
                () -> area.getValue()
                        .stripTrailing()
                        .lines()
                        .map(line -> parameter.multiline() ? line : line.strip())
                        .filter(line -> parameter.multiline() || !line.isEmpty())
                        .toList(),
                values -> area.setValue(String.join("\n", values)));
    }

    private static ParameterField text(Parameter parameter) {
        var area = area(parameter, SCRIPT_ROWS);
        return new ParameterField(
                parameter, area, () -> List.of(area.getValue()), values -> area.setValue(first(values)));
    }

    private static ParameterField json(Parameter parameter) {
        var area = area(parameter, LIST_ROWS);
        area.setHelperText((parameter.description() + " " + Texts.text("parameters.json")).strip());
        return new ParameterField(
                parameter, area, () -> List.of(area.getValue()), values -> area.setValue(first(values)));
    }

    private static TextArea area(Parameter parameter, int rows) {
        var area = new TextArea(label(parameter));
        area.addClassName("script");
        area.setMinRows(rows);
        area.setMaxRows(4 * rows);
        area.setHelperText(parameter.description());
        area.setValueChangeMode(ValueChangeMode.LAZY);
        area.getElement().setAttribute("spellcheck", "false");
        area.getElement().setAttribute("autocapitalize", "off");
        area.setWidthFull();
        return area;
    }

    private static ParameterField line(Parameter parameter) {
        var field = new TextField(label(parameter));
        field.setHelperText(parameter.description());
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setWidthFull();
        return new ParameterField(
                parameter, field, () -> List.of(field.getValue()), values -> field.setValue(first(values)));
    }

    private static ParameterField oneOf(Parameter parameter, List<String> values) {
        var field = new Select<String>();
        field.setLabel(label(parameter));
        field.setHelperText(parameter.description());
        field.setItems(values);
        field.setWidthFull();
        return new ParameterField(
                parameter,
                field,
                () -> field.getValue() == null ? byDefault(parameter) : List.of(field.getValue()),
                given -> field.setValue(values.contains(first(given)) ? first(given) : null));
    }

    private static ParameterField several(Parameter parameter) {
        var field = new MultiSelectComboBox<String>(label(parameter));
        field.setHelperText(parameter.description());
        field.setItems(parameter.allowedValues());
        field.setWidthFull();
        return new ParameterField(
                parameter,
                field,
                () -> parameter.allowedValues().stream()
                        .filter(field.getValue()::contains)
                        .toList(),
                values -> field.setValue(new LinkedHashSet<>(values.stream()
                        .filter(parameter.allowedValues()::contains)
                        .toList())));
    }

    /** {@code workingDirectory} as people write it. */
    static String label(Parameter parameter) {
        var words = parameter.name().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String first(List<String> values) {
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static List<String> byDefault(Parameter parameter) {
        return parameter.type() == Parameter.Type.STRING_LIST
                ? parameter.defaultText().lines().toList()
                : List.of(parameter.defaultText());
    }

    Parameter parameter() {
        return parameter;
    }

    Component component() {
        return field;
    }

    List<String> values() {
        return read.get();
    }

    void fill(List<String> values) {
        write.accept(values);
    }

    /** What is there is the document's own default: it need not be said. */
    boolean untouched() {
        return parameter.byDefault() != null && values().equals(byDefault(parameter));
    }

    /** Whether the rules are kept; says so where they are not. */
    boolean check() {
        var objection = untouched() ? Optional.<String>empty() : objection();
        validity.setErrorMessage(objection.orElse(""));
        validity.setInvalid(objection.isPresent());
        return objection.isEmpty();
    }

    private Optional<String> objection() {
        var blank = values().stream().allMatch(String::isBlank);
        if (parameter.required() && blank) return Optional.of(Texts.text("parameters.required"));
        return parameter.objection(values());
    }

    boolean takesEnter() {
        return field instanceof TextArea;
    }

    void focus() {
        focus.focus();
    }
}
