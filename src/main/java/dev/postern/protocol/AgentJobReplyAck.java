package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * Answer to {@link AgentJobReply}; server to agent on the control channel.
 *
 * @param acknowledgedMessageId the id of the reply's frame
 */
public record AgentJobReplyAck(String jobId, UUID acknowledgedMessageId) {
    /** The answer to this frame. */
    public static AgentJobReplyAck of(Frame reply) {
        return new AgentJobReplyAck(AgentJobReply.parse(reply).jobId(), reply.messageId());
    }

    public static AgentJobReplyAck parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_JOB_REPLY_ACK, frame);
        return new AgentJobReplyAck(json.text("jobId"), json.uuid("acknowledgedMessageId"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("jobId", jobId);
        json.put("acknowledgedMessageId", acknowledgedMessageId.toString());
        return Json.frame(MessageType.AGENT_JOB_REPLY_ACK, id, created, json);
    }
}
