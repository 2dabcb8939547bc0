package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * Answer to {@link AgentTaskComplete}, which is otherwise sent again; server to agent.
 *
 * @param messageId the id of the frame that is answered
 */
public record AgentTaskAcknowledge(UUID messageId, String taskId, String topic) {
    /** The answer to this frame. */
    public static AgentTaskAcknowledge of(Frame complete) {
        var taskId = AgentTaskComplete.parse(complete).taskId();
        return new AgentTaskAcknowledge(complete.messageId(), taskId, AgentTaskComplete.TOPIC);
    }

    public static AgentTaskAcknowledge parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_TASK_ACKNOWLEDGE, frame);
        return new AgentTaskAcknowledge(
                json.uuid("MessageId"), json.optionalText("TaskId"), json.optionalText("Topic"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("SchemaVersion", 1);
        json.put("MessageId", messageId.toString());
        json.put("TaskId", taskId);
        json.put("Topic", topic);
        return Json.frame(MessageType.AGENT_TASK_ACKNOWLEDGE, id, created, json);
    }
}
