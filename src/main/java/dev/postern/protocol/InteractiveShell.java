package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * Starts a session of any type; server to agent on the control channel. Stock agents don't acknowledge it: the only sign of delivery is that
 * they call CreateDataChannel.
 *
 * @param taskId the session id
 * @param topic not evaluated by agents
 * @param content on the wire a string that holds JSON
 */
public record InteractiveShell(String taskId, String topic, SessionTask content) {
    public static final String START_SESSION = "aws.ssm.startSession";

    /** Starts the task's session. */
    public InteractiveShell(SessionTask content) {
        this(content.sessionId(), START_SESSION, content);
    }

    public static InteractiveShell parse(Frame frame) {
        var json = Json.parse(MessageType.INTERACTIVE_SHELL, frame);
        return new InteractiveShell(
                json.text("TaskId"), json.optionalText("Topic"), SessionTask.parse(json.text("Content")));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("SchemaVersion", 1);
        json.put("TaskId", taskId);
        json.put("Topic", topic);
        json.put("Content", content.toJson());
        return Json.frame(MessageType.INTERACTIVE_SHELL, id, created, json);
    }
}
