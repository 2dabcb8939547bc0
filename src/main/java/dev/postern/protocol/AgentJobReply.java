package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * What came of a command so far; agent to server on the control channel. Sent once and kept for later if no {@link AgentJobReplyAck} comes within
 * a second. Replies overtake each other: never go back from a final state.
 *
 * @param content on the wire a string that holds JSON of at most {@link #MAX_CONTENT} bytes: {@link CommandReply}
 */
public record AgentJobReply(String jobId, String topic, String content) {
    /** What the stock agent allows itself. */
    public static final int MAX_CONTENT = 120_000;

    public static AgentJobReply parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_JOB_REPLY, frame);
        return new AgentJobReply(json.text("jobId"), json.optionalText("topic"), json.text("content"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("schemaVersion", 1);
        json.put("jobId", jobId);
        json.put("content", content);
        json.put("topic", topic);
        return Json.frame(MessageType.AGENT_JOB_REPLY, id, created, json);
    }
}
