package dev.postern.playback;

import dev.postern.recording.Marker;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happened, in the reader's words. What this version does not know has none, and is a sign on the timeline alone. */
final class MarkerWords {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST = 300;

    private final ResourceBundle texts;

    MarkerWords(Locale locale) {
        texts = ResourceBundle.getBundle("dev.postern.playback.messages", locale);
    }

    String of(Marker marker) {
        try {
            var words = words(marker.kind(), JSON.readTree(marker.json()));
            return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
        } catch (JacksonException nonsense) {
            return "";
        }
    }

    private String words(char kind, JsonNode said) {
        return switch (kind) {
            case 'w' ->
                known(said.path("did").asString(""), name(said.path("who").asString("")));
            case 'p' -> known(said.path("is").asString(""));
            case 'r' ->
                text("size", said.path("columns").asInt(0), said.path("rows").asInt(0));
            case 'm' ->
                text(
                        "note",
                        name(said.path("by").asString("")),
                        said.path("text").asString(""));
            case 'x' -> said.path("words").asString("");
            default -> "";
        };
    }

    /** The last part of an ARN is what people call its owner. */
    private static String name(String arn) {
        return arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
    }

    private String known(String key, Object... arguments) {
        return !key.isEmpty() && texts.containsKey(key) ? text(key, arguments) : "";
    }

    private String text(String key, Object... arguments) {
        return new MessageFormat(texts.getString(key), texts.getLocale()).format(arguments);
    }
}
