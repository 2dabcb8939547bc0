package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * The session is over. To a client: the last thing it gets, so send it after the last output is acknowledged, or output is lost; it is neither
 * numbered nor acknowledged, and the stock plugin exits with 0 whatever it says. To an agent, on either channel: stop the session.
 *
 * @param messageId the id of the frame, as text
 * @param destinationId the node's id
 * @param createdDate ms since the epoch, as text
 * @param output why, for the user's eyes; "" for an ordinary end
 */
public record ChannelClosed(
        String messageId,
        String destinationId,
        String sessionId,
        int schemaVersion,
        String createdDate,
        String output) {

    public static ChannelClosed of(UUID id, String destinationId, String sessionId, String output, Instant created) {
        return new ChannelClosed(
                id.toString(), destinationId, sessionId, 1, Long.toString(created.toEpochMilli()), output);
    }

    /** Takes both header forms; only the session id must be there. */
    public static ChannelClosed parse(Frame frame) {
        var json = Json.parse(MessageType.CHANNEL_CLOSED, frame);
        return new ChannelClosed(
                json.optionalText("MessageId"),
                json.optionalText("DestinationId"),
                json.text("SessionId"),
                json.integer("SchemaVersion", 1),
                json.optionalText("CreatedDate"),
                json.optionalText("Output"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("MessageType", MessageType.CHANNEL_CLOSED.name());
        json.put("MessageId", messageId);
        json.put("DestinationId", destinationId);
        json.put("SessionId", sessionId);
        json.put("SchemaVersion", schemaVersion);
        json.put("CreatedDate", createdDate);
        json.put("Output", output);
        return Json.frame(MessageType.CHANNEL_CLOSED, id, created, json);
    }
}
