package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object from a peer, read field by field with errors that name the field. The stock ends are Go programs: absent, null and "" are the
 * same to them, so an optional text that isn't there reads as "". Field names are case-exact.
 */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final String what;
    private final JsonNode object;

    private Json(String what, JsonNode object) {
        this.what = what;
        this.object = object;
    }

    /** @param what the name of the thing for error messages, like "channel_closed" */
    static Json parse(String what, String text) {
        return read(what, () -> MAPPER.readTree(text));
    }

    static Json parse(String what, ByteBuffer payload) {
        return parse(what, StandardCharsets.UTF_8.decode(payload).toString());
    }

    /** The payload of a frame that must be of this type. */
    static Json parse(MessageType type, Frame frame) {
        if (!frame.type().equals(type))
            throw new ProtocolViolation("a frame of type " + frame.type() + " where " + type + " was due");
        return parse(type.name(), frame.payloadText());
    }

    private interface Source {
        JsonNode read() throws JacksonException;
    }

    private static Json read(String what, Source source) {
        try {
            return of(what, source.read());
        } catch (JacksonException e) {
            throw new ProtocolViolation(what + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static Json of(String what, JsonNode node) {
        if (!node.isObject()) throw new ProtocolViolation(what + ": not a JSON object");
        return new Json(what, node);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static ByteBuffer bytes(JsonNode node) {
        return ByteBuffer.wrap(MAPPER.writeValueAsBytes(node));
    }

    /** A frame outside the streams, with no number and no flags. */
    static Frame frame(MessageType type, UUID id, Instant created, ObjectNode payload) {
        return Frame.of(type, PayloadType.NONE, 0, 0, id, created, bytes(payload));
    }

    /** A text that must be there and say something. */
    String text(String name) {
        var text = optionalText(name);
        if (text.isEmpty()) throw broken(name, "is missing or empty");
        return text;
    }

    String optionalText(String name) {
        var node = get(name);
        if (node == null) return "";
        if (!node.isString()) throw broken(name, "is not a text");
        return node.stringValue();
    }

    UUID uuid(String name) {
        try {
            return UUID.fromString(text(name));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation(what + ": " + name + " is not a UUID", e);
        }
    }

    int integer(String name) {
        var node = get(name);
        if (node == null) throw broken(name, "is missing");
        return integer(name, node);
    }

    int integer(String name, int absent) {
        var node = get(name);
        return node == null ? absent : integer(name, node);
    }

    private int integer(String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) throw broken(name, "is not a whole number of 32 bits");
        return node.intValue();
    }

    long wholeNumber(String name) {
        var node = get(name);
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong())
            throw broken(name, "is not a whole number of 64 bits");
        return node.longValue();
    }

    /** Absent counts as false. */
    boolean flag(String name) {
        var node = get(name);
        if (node == null) return false;
        if (!node.isBoolean()) throw broken(name, "is not a boolean");
        return node.booleanValue();
    }

    /** An object that must be there. */
    Json object(String name) {
        return of(what + "." + name, node(name, JsonNode::isObject, "an object"));
    }

    /** Absent counts as empty. */
    Json optionalObject(String name) {
        return get(name) == null ? new Json(what + "." + name, object()) : object(name);
    }

    /** The fields of an inner object, in order; absent counts as empty. */
    Map<String, JsonNode> values(String name) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (var entry : optionalObject(name).object.properties()) values.put(entry.getKey(), entry.getValue());
        return values;
    }

    JsonNode node(String name, Predicate<JsonNode> kind, String kindName) {
        var node = get(name);
        if (node == null || !kind.test(node)) throw broken(name, "is missing or not " + kindName);
        return node;
    }

    /** The value as it is; null when absent or null. */
    @Nullable JsonNode get(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    private ProtocolViolation broken(String name, String how) {
        return new ProtocolViolation(what + ": " + name + " " + how);
    }
}
