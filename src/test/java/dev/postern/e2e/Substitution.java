package dev.postern.e2e;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What stands for what was recorded: ids, tokens and addresses, learned from the server's answers. Whatever came in an answer then and is said again
 * later, is said again as it came now.
 */
final class Substitution {
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z]+)>([^<>]+)</\\1>");

    private final Map<String, String> ours = new LinkedHashMap<>();

    /** From now on. */
    void put(String recorded, String now) {
        if (!recorded.isEmpty() && !recorded.equals(now)) ours.put(recorded, now);
    }

    /** The longest first: a session's id is part of its stream URL. */
    String in(String text) {
        var recorded = new ArrayList<>(ours.keySet());
        recorded.sort(Comparator.comparingInt(String::length).reversed());
        for (var old : recorded) text = text.replace(old, ours.getOrDefault(old, old));
        return text;
    }

    /**
     * Stream frames and acknowledgements stay as they are, to the byte: nothing in them is the server's. Of the others a new one is made where something
     * has to be replaced, with a right digest and all else as it was.
     */
    Frame in(Frame frame) {
        if (frame.type().isStream() || frame.type().equals(MessageType.ACKNOWLEDGE)) return frame;
        var text = in(frame.payloadText());
        if (text.equals(frame.payloadText())) return frame;
        return Frame.of(
                frame.type(),
                frame.payloadType(),
                frame.sequence(),
                frame.flags(),
                frame.messageId(),
                Instant.ofEpochMilli(frame.createdMillis()),
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Both are JSON, or both XML. */
    void learn(String recordedAnswer, String answer) {
        if (recordedAnswer.startsWith("<")) learnElements(recordedAnswer, answer);
        else if (!recordedAnswer.isEmpty() && !answer.isEmpty())
            learn(
                    JsonMapper.shared().readTree(recordedAnswer),
                    JsonMapper.shared().readTree(answer));
    }

    private void learnElements(String recordedAnswer, String answer) {
        var now = ELEMENT.matcher(answer);
        for (var then = ELEMENT.matcher(recordedAnswer); then.find() && now.find(); ) {
            if (then.group(1).equals(now.group(1))) put(then.group(2), now.group(2));
        }
    }

    private void learn(JsonNode then, JsonNode now) {
        if (then.isObject()) {
            for (var name : then.propertyNames()) learn(then.path(name), now.path(name));
        } else if (then.isString() && now.isString()) {
            put(then.asString(), now.asString());
            if (then.asString().matches("wss?://.*")) put(target(then.asString()), target(now.asString()));
        }
    }

    /** What stands in the request line. */
    private static String target(String url) {
        var uri = URI.create(url);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
