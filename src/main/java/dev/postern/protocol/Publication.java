package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * Asks an agent to hold back its stream frames, or to send them again; server to agent on the data channel. Also ends with any stream or
 * acknowledge frame to the agent. The stock plugin ignores both. Commands with separated output fail when paused, and a multiplexed port session
 * must not get a start just after HandshakeComplete: it kills the stock plugin's reader.
 */
public final class Publication {
    private Publication() {}

    public static Frame pause(UUID id, Instant created) {
        return frame(MessageType.PAUSE_PUBLICATION, id, created);
    }

    public static Frame start(UUID id, Instant created) {
        return frame(MessageType.START_PUBLICATION, id, created);
    }

    /** Nobody reads the content, but it must not be empty. */
    private static Frame frame(MessageType type, UUID id, Instant created) {
        var json = Json.object();
        json.put("MessageType", type.name());
        json.put("SchemaVersion", 1);
        json.put("MessageId", id.toString());
        json.put("CreatedData", Long.toString(created.toEpochMilli()));
        return Json.frame(type, id, created, json);
    }
}
