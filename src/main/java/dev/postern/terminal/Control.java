package dev.postern.terminal;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The text messages of the browser socket, from the browser. Binary messages are terminal bytes and never come here. */
sealed interface Control {
    /**
     * The first message.
     *
     * @param resume output offset the page has, or -1
     */
    record Open(String ticket, String client, long resume, int cols, int rows) implements Control {}

    record Size(int cols, int rows) implements Control {}

    record Parsed(long offset) implements Control {}

    /** @param t as it came: it goes back untouched */
    record Ping(long t) implements Control {}

    /** Terminate the session. */
    record End() implements Control {}

    /** A message that breaks the rules. */
    final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    JsonMapper JSON = JsonMapper.builder().build();

    /** @throws Malformed for anything but these; null for types this server does not know, so that a newer page can say more */
    static @Nullable Control parse(String text) {
        try {
            var message = JSON.readTree(text);
            return switch (message.path("type").asString("")) {
                case "open" ->
                    new Open(
                            text(message, "ticket"),
                            text(message, "client"),
                            number(message, "resume"),
                            size(message, "cols"),
                            size(message, "rows"));
                case "size" -> new Size(size(message, "cols"), size(message, "rows"));
                case "parsed" -> new Parsed(number(message, "offset"));
                case "ping" -> new Ping(message.path("t").asLong(0));
                case "end" -> new End();
                case "" -> throw new Malformed("a message without type");
                default -> null;
            };
        } catch (JacksonException e) {
            throw new Malformed("not JSON");
        }
    }

    private static String text(JsonNode message, String field) {
        var value = message.path(field);
        if (!value.isString()) throw new Malformed(field + " must be text");
        return value.asString();
    }

    private static long number(JsonNode message, String field) {
        var value = message.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong())
            throw new Malformed(field + " must be a whole number");
        return value.asLong();
    }

    private static int size(JsonNode message, String field) {
        var value = number(message, field);
        if (value < 1 || value > 1_000) throw new Malformed(field + " must be 1 to 1000");
        return (int) value;
    }
}
