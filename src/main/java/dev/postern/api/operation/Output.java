package dev.postern.api.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Builds a JSON structure of an answer. What is not known is left out: clients check lengths of what is there. */
public final class Output {
    private final ObjectNode node = Json.object();

    /** Left out when null or empty. */
    public Output text(String member, @Nullable String value) {
        if (value != null && !value.isEmpty()) node.put(member, value);
        return this;
    }

    /** Written even when empty. */
    public Output always(String member, String value) {
        node.put(member, value);
        return this;
    }

    public Output number(String member, int value) {
        node.put(member, value);
        return this;
    }

    public Output truth(String member, boolean value) {
        node.put(member, value);
        return this;
    }

    /** Base64. */
    public Output blob(String member, byte[] value) {
        node.put(member, Base64.getEncoder().encodeToString(value));
        return this;
    }

    public Output texts(String member, List<String> values) {
        var array = node.putArray(member);
        values.forEach(array::add);
        return this;
    }

    /** Seconds since 1970 with milliseconds as a fraction. */
    public Output time(String member, @Nullable Instant value) {
        if (value != null) node.put(member, BigDecimal.valueOf(value.toEpochMilli(), 3));
        return this;
    }

    public <T> Output list(String member, List<T> values, Function<T, Output> element) {
        var array = node.putArray(member);
        for (var value : values) array.add(element.apply(value).node);
        return this;
    }

    /** A map of lists. */
    public Output texts(String member, Map<String, List<String>> values) {
        var map = node.putObject(member);
        values.forEach((key, list) -> {
            var array = map.putArray(key);
            list.forEach(array::add);
        });
        return this;
    }

    public Output tags(String member, Map<String, String> tags) {
        return list(
                member,
                List.copyOf(tags.entrySet()),
                tag -> new Output().always("Key", tag.getKey()).always("Value", tag.getValue()));
    }

    public Output structure(String member, Output value) {
        node.set(member, value.node);
        return this;
    }

    public Answer answer() {
        return Answer.of(node);
    }

    /** The structure so far. */
    public ObjectNode node() {
        return node;
    }
}
