package dev.postern.api.operation;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as this face reads and writes it: one object per body, no name twice, nothing behind it, shallow. */
public final class Json {
    /** Deeper than any request of these services, far from what would hurt a parser. */
    private static final int MOST_NESTING = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @throws ApiError SerializationException for anything but one JSON object; no bytes are an empty one */
    public static ObjectNode parse(byte[] body) {
        if (body.length == 0) return object();
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root instanceof ObjectNode object) return object;
        } catch (JacksonException _) {
            // the parser's words speak of its own classes: the caller is told what was expected instead
        }
        throw ApiError.serialization("The request body must be one well-formed JSON object.");
    }

    public static byte[] bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
