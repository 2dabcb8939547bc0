package dev.postern.api.operation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a member must be. Refuses with the words of AWS's own services, since people search the web for them: wrong type is
 * SerializationException, broken constraint is ValidationException with member and constraint.
 */
@FunctionalInterface
public interface Shape<T> {
    /** So much of a wrong value is repeated to whoever sent it. */
    int MOST_ECHOED = 128;

    /** A time beyond the year 31 million is none. */
    int MOST_SECONDS_DIGITS = 15;
    /** What a double can say about a time, and more. */
    int MOST_FRACTION_DIGITS = 64;

    T read(JsonNode value, String path);

    static Shape<String> text(int shortest, int longest) {
        return (value, path) -> {
            var text = string(value, path);
            length(text, text, path, shortest, longest);
            return text;
        };
    }

    static Shape<String> text(int shortest, int longest, Pattern pattern) {
        return (value, path) -> {
            var text = text(shortest, longest).read(value, path);
            if (!pattern.matcher(text).matches())
                throw broken(text, path, "Member must satisfy regular expression pattern: " + pattern);
            return text;
        };
    }

    /** Text that is never repeated in an error. */
    static Shape<String> secret(int shortest, int longest) {
        return (value, path) -> {
            var text = string(value, path);
            length(text, "(hidden)", path, shortest, longest);
            return text;
        };
    }

    static Shape<String> oneOf(List<String> values) {
        return (value, path) -> {
            var text = string(value, path);
            if (!values.contains(text))
                throw broken(text, path, "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
            return text;
        };
    }

    static Shape<Integer> number(int least, int most) {
        return (value, path) -> {
            if (!value.isIntegralNumber()) throw type(value, path, "an Integer");
            var number = value.decimalValue();
            if (number.compareTo(BigDecimal.valueOf(least)) < 0)
                throw broken(number.toString(), path, "Member must have value greater than or equal to " + least);
            if (number.compareTo(BigDecimal.valueOf(most)) > 0)
                throw broken(number.toString(), path, "Member must have value less than or equal to " + most);
            return number.intValueExact();
        };
    }

    /** A number as the Query protocol writes it. */
    static Shape<Integer> digits(int least, int most) {
        return (value, path) -> {
            var text = string(value, path);
            // More digits than this are beyond any limit, and beyond what is worth converting.
            if (!text.matches("-?[0-9]{1,10}")) throw type(value, path, "an Integer");
            var number = Long.parseLong(text);
            if (number < least) throw broken(text, path, "Member must have value greater than or equal to " + least);
            if (number > most) throw broken(text, path, "Member must have value less than or equal to " + most);
            return (int) number;
        };
    }

    static Shape<Boolean> truth() {
        return (value, path) -> {
            if (!value.isBoolean()) throw type(value, path, "a Boolean");
            return value.booleanValue();
        };
    }

    /** Bytes in Base64, which are never repeated in an error. */
    static Shape<byte[]> blob(int shortest, int longest) {
        return (value, path) -> {
            var text = string(value, path);
            try {
                var bytes = Base64.getDecoder().decode(text);
                var shown = "(" + bytes.length + " bytes)";
                if (bytes.length < shortest)
                    throw broken(shown, path, "Member must have length greater than or equal to " + shortest);
                if (bytes.length > longest)
                    throw broken(shown, path, "Member must have length less than or equal to " + longest);
                return bytes;
            } catch (IllegalArgumentException _) {
                throw type(value, path, "a Blob: it is not Base64");
            }
        };
    }

    /** Seconds since 1970, fractions allowed. */
    static Shape<Instant> time() {
        return (value, path) -> {
            if (!value.isNumber()) throw type(value, path, "a Timestamp");
            var seconds = value.decimalValue();
            // 1e300000000 is twelve bytes, and minutes of work to whoever writes it out: looked at before it is
            // converted
            boolean small = seconds.scale() <= MOST_FRACTION_DIGITS
                    && seconds.precision() - (long) seconds.scale() <= MOST_SECONDS_DIGITS;
            try {
                if (small)
                    return Instant.ofEpochMilli(
                            seconds.movePointRight(3).toBigInteger().longValueExact());
            } catch (ArithmeticException | DateTimeException _) {
                // told below
            }
            throw broken(value.toString(), path, "Member must be a time in seconds since 1970");
        };
    }

    static <T> Shape<List<T>> list(Shape<T> element, int fewest, int most) {
        return (value, path) -> {
            if (!(value instanceof ArrayNode array)) throw type(value, path, "a list");
            size(array, path, fewest, most);
            var read = new ArrayList<T>();
            for (var each : array)
                read.add(element.read(present(each, path), path + "." + (read.size() + 1) + ".member"));
            return List.copyOf(read);
        };
    }

    /** In the order sent. */
    static <T> Shape<Map<String, T>> map(int longestKey, Shape<T> element, int most) {
        return (value, path) -> {
            if (!(value instanceof ObjectNode object)) throw type(value, path, "a map");
            size(object, path, 0, most);
            var read = new LinkedHashMap<String, T>();
            for (var entry : object.properties()) {
                length(withoutNul(entry.getKey(), path), entry.getKey(), path, 1, longestKey);
                read.put(entry.getKey(), element.read(present(entry.getValue(), path), path + "." + entry.getKey()));
            }
            return read;
        };
    }

    static <T> Shape<T> structure(Function<Input, T> reader) {
        return (value, path) -> {
            if (!(value instanceof ObjectNode object)) throw type(value, path, "a structure");
            return reader.apply(Input.of(object, path));
        };
    }

    /** The ValidationException for a value that breaks a rule; null where the value is missing. */
    static ApiError broken(@Nullable String value, String path, String rule) {
        var shown = value == null
                ? "null"
                : "'" + (value.length() > MOST_ECHOED ? value.substring(0, MOST_ECHOED) + "…" : value) + "'";
        return ApiError.validation("1 validation error detected: Value " + shown + " at '" + path
                + "' failed to satisfy constraint: " + rule);
    }

    private static String string(JsonNode value, String path) {
        if (!value.isString()) throw type(value, path, "a String");
        return withoutNul(value.stringValue(), path);
    }

    /** Of no use to anybody, and what PostgreSQL takes in no text. */
    private static String withoutNul(String text, String path) {
        if (text.indexOf('\0') >= 0)
            throw ApiError.validation("1 validation error detected: Value at '" + path
                    + "' failed to satisfy constraint: Member must not have the character U+0000 in it");
        return text;
    }

    private static JsonNode present(JsonNode value, String path) {
        if (value.isNull()) throw broken(null, path, "Member must not be null");
        return value;
    }

    private static void length(String text, String shown, String path, int shortest, int longest) {
        if (text.length() < shortest)
            throw broken(shown, path, "Member must have length greater than or equal to " + shortest);
        if (text.length() > longest)
            throw broken(shown, path, "Member must have length less than or equal to " + longest);
    }

    private static void size(JsonNode container, String path, int fewest, int most) {
        if (container.size() < fewest)
            throw broken(container.toString(), path, "Member must have length greater than or equal to " + fewest);
        if (container.size() > most)
            throw broken(container.toString(), path, "Member must have length less than or equal to " + most);
    }

    private static ApiError type(JsonNode value, String path, String wanted) {
        return ApiError.serialization(
                value.getNodeType() + "_VALUE at '" + path + "' can not be converted to " + wanted);
    }
}
