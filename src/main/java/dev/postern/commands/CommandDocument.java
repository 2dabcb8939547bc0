package dev.postern.commands;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What can be asked of nodes.
 *
 * @param platforms Linux, MacOS, Windows: where all of its steps may run
 * @param hash SHA-256 of the document as it was written, 64 hex digits
 * @param content the document itself, as agents get it
 */
public record CommandDocument(
        String name,
        String version,
        String description,
        List<Parameter> parameters,
        Set<String> platforms,
        String hash,
        JsonNode content) {
    public CommandDocument {
        parameters = List.copyOf(parameters);
        platforms = Set.copyOf(platforms);
    }

    /** How a parameter's value is written. */
    public enum Type {
        STRING,
        STRING_LIST,
        BOOLEAN,
        INTEGER,
        /** A map or a list of maps, written as JSON. */
        JSON
    }

    /**
     * What a document asks for.
     *
     * @param byDefault null where it must be given
     * @param allowed the only values there are; empty where any will do
     * @param pattern what each value must match; null where any will do
     * @param fewest of a list
     * @param most of a list
     * @param shortest characters of a value
     * @param longest characters of a value
     */
    public record Parameter(
            String name,
            Type type,
            String description,
            @Nullable List<String> byDefault,
            List<String> allowed,
            @Nullable String pattern,
            int fewest,
            int most,
            int shortest,
            int longest) {
        public boolean required() {
            return byDefault == null;
        }
    }
}
