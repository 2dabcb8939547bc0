package dev.postern.console.connect;

import dev.postern.session.documents.Parameter;
import java.util.List;
import java.util.Optional;

/** A parameter as a form asks for it, and what an answer means: what one leaves as it stands is left to the document. */
record Question(Parameter parameter) {

    enum Look {
        /** One of a few. */
        CHOICE,
        /** Some of a few. */
        CHOICES,
        /** A list, one a line. */
        LIST,
        TEXT,
        LINE
    }

    Look look() {
        var list = parameter.type() == Parameter.Type.STRING_LIST;
        if (!parameter.allowedValues().isEmpty()) return list ? Look.CHOICES : Look.CHOICE;
        if (parameter.type() == Parameter.Type.BOOLEAN) return Look.CHOICE;
        if (list) return Look.LIST;
        return parameter.multiline() ? Look.TEXT : Look.LINE;
    }

    List<String> choices() {
        return parameter.allowedValues().isEmpty() ? List.of("true", "false") : parameter.allowedValues();
    }

    /** What is sent for this answer, a list's values one a line; empty where the document's default is what was answered. */
    Optional<List<String>> values(String answer) {
        if (!parameter.required() && answer.equals(parameter.defaultText())) return Optional.empty();
        return Optional.of(
                parameter.type() == Parameter.Type.STRING_LIST
                        ? answer.lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList()
                        : List.of(answer));
    }

    boolean missing(String answer) {
        return parameter.required() && answer.isBlank();
    }

    /** In the words of the module that will be asked to start it. */
    Optional<String> objection(String answer) {
        return values(answer).flatMap(parameter::objection);
    }
}
