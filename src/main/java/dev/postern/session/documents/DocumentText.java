package dev.postern.session.documents;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Reads and writes a document's text: one object, no name twice, shallow, and in YAML nothing that stands for something else. */
final class DocumentText {
    /** Deeper than any document, far from what would hurt a parser. */
    private static final int MOST_NESTING = 32;

    private static final StreamReadConstraints SHALLOW =
            StreamReadConstraints.builder().maxNestingDepth(MOST_NESTING).build();
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(SHALLOW)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();
    // Texts are written in quotes: '1.0' and 'true' without them would come back as something else.
    private static final YAMLFactory YAML_FACTORY = YAMLFactory.builder()
            .streamReadConstraints(SHALLOW)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .build();
    private static final YAMLMapper YAML = YAMLMapper.builder(YAML_FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private DocumentText() {}

    /** What was read, or why it could not be. */
    sealed interface Read {
        record Tree(JsonNode root) implements Read {}

        record Unreadable(Problem problem) implements Read {}
    }

    static Read parse(DocumentFormat format, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > Documents.MOST_BYTES)
            return unreadable(
                    "has " + text.getBytes(StandardCharsets.UTF_8).length + " bytes, it may have "
                            + Documents.MOST_BYTES,
                    "Make it shorter, or split it in two.");
        try {
            if (format == DocumentFormat.YAML) {
                var standsFor = indirection(text);
                if (standsFor != null) return standsFor;
            }
            var root = mapper(format).readTree(text);
            if (root.isObject()) return new Read.Tree(root);
            return unreadable("is not one " + format + " object with members", "Begin with \"schemaVersion\".");
        } catch (JacksonException broken) {
            return unreadable(rule(format, broken), fix(format, broken));
        }
    }

    static JsonNode read(DocumentFormat format, String text) {
        return switch (parse(format, text)) {
            case Read.Tree(var root) -> root;
            case Read.Unreadable(var problem) -> throw DocumentRefused.because(List.of(problem));
        };
    }

    /** A value written as JSON, e.g. of a map; empty for what is none. */
    static Optional<JsonNode> value(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException broken) {
            return Optional.empty();
        }
    }

    static String write(DocumentFormat format, JsonNode tree) {
        return mapper(format).writeValueAsString(tree);
    }

    private static ObjectMapper mapper(DocumentFormat format) {
        return switch (format) {
            case JSON -> JSON;
            case YAML -> YAML;
        };
    }

    /**
     * Anchors and aliases make a small text a huge document, and the library reads an alias as its own name: neither is wanted.
     *
     * @return null for a text without
     */
    private static Read.@org.jspecify.annotations.Nullable Unreadable indirection(String text) {
        try (var parser = (YAMLParser) YAML_FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                    var line = parser.currentTokenLocation().getLineNr();
                    return unreadable(
                            "has an anchor or an alias (&name, *name) in line " + line,
                            "Write the value out where it is used.");
                }
            }
            return null;
        }
    }

    private static String rule(DocumentFormat format, JacksonException broken) {
        var location = broken.getLocation();
        var place = location == null || location.getLineNr() < 1
                ? ""
                : " in line " + location.getLineNr() + ", column " + location.getColumnNr();
        var words = String.valueOf(broken.getOriginalMessage());
        if (broken instanceof StreamConstraintsException)
            return "is nested deeper than " + MOST_NESTING + " levels, or has a number or name that is too long"
                    + place;
        if (words.startsWith("Duplicate Object property"))
            return "has the member " + words.substring(words.indexOf('"')) + " twice" + place;
        if (broken instanceof MismatchedInputException) return "goes on after its end" + place;
        return "is no " + format + place;
    }

    private static String fix(DocumentFormat format, JacksonException broken) {
        var words = String.valueOf(broken.getOriginalMessage());
        if (broken instanceof StreamConstraintsException) return "Make it simpler.";
        if (words.startsWith("Duplicate Object property")) return "Leave one of them out.";
        if (broken instanceof MismatchedInputException) return "Leave out what follows the first document.";
        return switch (format) {
            case JSON -> "Check commas, quotes and brackets there; a document in YAML needs the format YAML.";
            case YAML -> "Check the indent there, and put texts with {{ }}, colons or # into quotes.";
        };
    }

    private static Read.Unreadable unreadable(String rule, String fix) {
        return new Read.Unreadable(new Problem("", rule, fix));
    }
}
