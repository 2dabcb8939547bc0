package dev.postern.session.documents;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parameter of a document, with the rules for its value. Agents check neither allowedPattern nor allowedValues and paste values into shell commands
 * (protocol.md §2.4), so whoever starts something asks here first.
 *
 * @param byDefault what it is where nobody says; null for a parameter that must be given
 * @param allowedValues empty for any
 * @param maxChars for each value, {@value #MOST_CHARACTERS} where the document says nothing
 * @param multiline shown as a text of several lines
 */
public record Parameter(
        String name,
        Type type,
        String description,
        @Nullable JsonNode byDefault,
        List<String> allowedValues,
        @Nullable String allowedPattern,
        int minChars,
        int maxChars,
        int minItems,
        int maxItems,
        boolean multiline) {
    /** As in the public model of StartSession. */
    static final int MOST_CHARACTERS = 65_535;
    /** Scripts come as a list with a line to each value. */
    static final int MOST_ITEMS = 1_000;

    /** What a value is. */
    public enum Type {
        STRING("String"),
        STRING_LIST("StringList"),
        BOOLEAN("Boolean"),
        INTEGER("Integer"),
        /** Only in Command documents: a list of objects. */
        MAP_LIST("MapList"),
        /** Only in Command documents: an object. */
        STRING_MAP("StringMap");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As documents spell it. */
        public String word() {
            return word;
        }

        static Optional<Type> of(String word) {
            for (var type : values()) if (type.word.equals(word)) return Optional.of(type);
            return Optional.empty();
        }
    }

    public Parameter {
        allowedValues = List.copyOf(allowedValues);
    }

    public boolean required() {
        return byDefault == null;
    }

    /** The default as a form shows it, one line for each of a list. */
    public String defaultText() {
        if (byDefault == null) return "";
        if (!byDefault.isArray()) return byDefault.isValueNode() ? byDefault.asString("") : byDefault.toString();
        return String.join(
                "\n", byDefault.valueStream().map(each -> each.asString("")).toList());
    }

    /** What is wrong with these values, in words for whoever sent them; empty for none. */
    public Optional<String> objection(List<String> values) {
        if (type == Type.STRING_LIST) {
            if (values.size() < minItems || values.size() > maxItems)
                return wrong("takes " + minItems + " to " + maxItems + " values, not " + values.size());
        } else if (values.size() != 1) {
            return wrong("takes one value, not " + values.size());
        }
        return values.stream().map(this::objection).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> objection(String value) {
        if (value.indexOf('\0') >= 0) return wrong("must not contain the character NUL");
        if (value.length() > maxChars) return wrong("is longer than " + maxChars + " characters");
        if (value.isEmpty() && minChars == 1) return wrong("must not be empty");
        if (value.length() < minChars) return wrong("must have at least " + minChars + " characters");
        if (!allowedValues.isEmpty() && !allowedValues.contains(value))
            return wrong("must be one of " + String.join(", ", allowedValues));
        if (allowedPattern != null && !AllowedPattern.of(allowedPattern).matches(value))
            return wrong("must match " + allowedPattern);
        return switch (type) {
            case BOOLEAN ->
                value.equals("true") || value.equals("false") ? Optional.empty() : wrong("is true or false");
            case INTEGER -> value.matches("-?[0-9]{1,18}") ? Optional.empty() : wrong("is a whole number");
            case STRING, STRING_LIST -> Optional.empty();
            case STRING_MAP -> json(value).isObject() ? Optional.empty() : wrong("is an object, written as JSON");
            case MAP_LIST ->
                json(value).isArray() && json(value).valueStream().allMatch(JsonNode::isObject)
                        ? Optional.empty()
                        : wrong("is a list of objects, written as JSON");
        };
    }

    /** The values as an agent is told them. Only for values without an objection. */
    public JsonNode value(List<String> values) {
        var nodes = JsonNodeFactory.instance;
        return switch (type) {
            case STRING_LIST -> {
                var list = nodes.arrayNode();
                values.forEach(list::add);
                yield list;
            }
            case BOOLEAN -> nodes.booleanNode(values.getFirst().equals("true"));
            case INTEGER -> nodes.numberNode(new BigInteger(values.getFirst()));
            case STRING -> nodes.stringNode(values.getFirst());
            case MAP_LIST, STRING_MAP -> json(values.getFirst());
        };
    }

    private static JsonNode json(String value) {
        return DocumentText.value(value).orElse(JsonNodeFactory.instance.missingNode());
    }

    private Optional<String> wrong(String rule) {
        return Optional.of("Parameter " + name + " " + rule + ".");
    }
}
