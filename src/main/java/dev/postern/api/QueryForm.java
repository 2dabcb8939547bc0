package dev.postern.api;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of the Query protocol as the structure it means: {@code Tags.member.2.Key=Team} is the member Key of the second element of the
 * list Tags. Every leaf is text.
 */
final class QueryForm {
    /** More than any operation has: fifty tags are a hundred. */
    private static final int MOST_FIELDS = 500;

    /** Deeper than any structure of sts or iam. */
    private static final int DEEPEST = 8;

    private static final String LIST = "member";
    private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,3}");

    private QueryForm() {}

    /** @throws ApiError MalformedInput for what is no form, has too many fields, or says of one member two things */
    static ObjectNode parse(byte[] body) {
        var members = Json.object();
        try {
            UrlEncoded.decodeTo(
                    new String(body, StandardCharsets.UTF_8),
                    (name, value) -> put(members, name, value),
                    StandardCharsets.UTF_8,
                    MOST_FIELDS);
        } catch (IllegalArgumentException | IllegalStateException _) {
            throw ApiError.serialization("The request body must be a form with at most " + MOST_FIELDS + " fields.");
        }
        return (ObjectNode) folded(members);
    }

    private static void put(ObjectNode members, @Nullable String name, @Nullable String value) {
        var path = name == null ? new String[0] : name.split("\\.", -1);
        if (path.length == 0 || path.length > DEEPEST) throw twisted(name);
        var at = members;
        for (int i = 0; i < path.length - 1; i++) {
            var below = at.get(path[i]);
            if (below != null && !(below instanceof ObjectNode)) throw twisted(name);
            at = below instanceof ObjectNode object ? object : at.putObject(path[i]);
        }
        var last = path[path.length - 1];
        if (last.isEmpty() || at.has(last)) throw twisted(name);
        at.put(last, value == null ? "" : value);
    }

    /** Lists are lists from here on. */
    private static JsonNode folded(JsonNode node) {
        if (!(node instanceof ObjectNode object)) return node;
        if (object.size() == 1 && object.get(LIST) instanceof ObjectNode elements) return list(elements);
        var result = Json.object();
        object.properties().forEach(member -> result.set(member.getKey(), folded(member.getValue())));
        return result;
    }

    private static ArrayNode list(ObjectNode elements) {
        var ordered = new TreeMap<Integer, JsonNode>();
        for (var element : elements.properties()) {
            if (!INDEX.matcher(element.getKey()).matches()) throw twisted(LIST + "." + element.getKey());
            ordered.put(Integer.valueOf(element.getKey()), folded(element.getValue()));
        }
        var list = Json.object().putArray(LIST);
        ordered.values().forEach(list::add);
        return list;
    }

    private static ApiError twisted(@Nullable String name) {
        var shown = name == null ? "" : name.substring(0, Math.min(name.length(), 128));
        return ApiError.serialization("The field '" + shown + "' is there twice, or is no member that can be.");
    }
}
