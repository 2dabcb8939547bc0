package dev.postern.console.connect;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasHelper;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.function.SerializableSupplier;
import dev.postern.console.shell.Texts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The field that asks a {@link Question}. */
final class QuestionField {
    private static final int ROWS = 4;

    private final Question question;
    private final Component field;
    private final SerializableSupplier<String> answer;

    private QuestionField(Question question, Component field, SerializableSupplier<String> answer) {
        this.question = question;
        this.field = field;
        this.answer = answer;
        var parameter = question.parameter();
        if (field instanceof HasLabel labelled) labelled.setLabel(parameter.name());
        if (field instanceof HasHelper helped) helped.setHelperText(help(question));
        if (field instanceof HasValue<?, ?> valued) {
            valued.setRequiredIndicatorVisible(parameter.required());
            valued.addValueChangeListener(_ -> wrong(""));
        }
        field.getElement().setAttribute("spellcheck", "false");
    }

    static QuestionField of(Question question) {
        var first = question.parameter().defaultText();
        return switch (question.look()) {
            case CHOICE -> choice(question, first);
            case CHOICES -> choices(question, first);
            case LIST, TEXT -> text(question, first);
            case LINE -> {
                var line = new TextField();
                line.setValue(first);
                line.setWidthFull();
                yield new QuestionField(question, line, line::getValue);
            }
        };
    }

    private static QuestionField choice(Question question, String first) {
        var select = new Select<String>();
        select.setItems(question.choices());
        if (question.choices().contains(first)) select.setValue(first);
        select.setWidthFull();
        return new QuestionField(
                question, select, () -> select.getOptionalValue().orElse(first));
    }

    private static QuestionField choices(Question question, String first) {
        var group = new CheckboxGroup<String>();
        group.setItems(question.choices());
        group.setValue(Set.copyOf(first.lines().toList()));
        return new QuestionField(
                question,
                group,
                () -> String.join(
                        "\n",
                        question.choices().stream()
                                .filter(group.getValue()::contains)
                                .toList()));
    }

    private static QuestionField text(Question question, String first) {
        var area = new TextArea();
        area.addClassName("source-field");
        area.setMinRows(ROWS);
        area.setValue(first);
        area.setWidthFull();
        return new QuestionField(question, area, area::getValue);
    }

    private static String help(Question question) {
        var parameter = question.parameter();
        if (question.look() != Question.Look.LIST) return parameter.description();
        return (parameter.description() + " " + Texts.text("start.one-a-line")).strip();
    }

    Component field() {
        return field;
    }

    boolean takesEnter() {
        return field instanceof TextArea;
    }

    /** Whether the answer will be taken; says so where it will not. */
    boolean check() {
        var given = answer.get();
        var why = question.missing(given)
                ? Texts.text("start.missing")
                : question.objection(given).orElse("");
        wrong(why);
        return why.isEmpty();
    }

    private void wrong(String why) {
        if (field instanceof HasValidationProperties validated) {
            validated.setErrorMessage(why);
            validated.setInvalid(!why.isEmpty());
        }
    }

    void addTo(Map<String, List<String>> values) {
        question.values(answer.get())
                .ifPresent(given -> values.put(question.parameter().name(), given));
    }
}
