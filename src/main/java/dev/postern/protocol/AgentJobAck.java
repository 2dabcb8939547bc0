package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * "The job came, and this is what I make of it"; agent to server on the control channel.
 *
 * @param acknowledgedMessageId the id of the job's frame
 * @param createdDate ISO-8601, of the job's frame
 * @param statusCode {@link #SUCCESSFUL}, or one of 51401 to 51408 and 51499
 */
public record AgentJobAck(
        String jobId, UUID acknowledgedMessageId, String createdDate, int statusCode, String errorMessage) {
    public static final int SUCCESSFUL = 200;
    public static final int CLOSED_PROCESSOR = 51401;
    public static final int PROCESSOR_BUFFER_FULL = 51402;
    public static final int UNEXPECTED_DOCUMENT_TYPE = 51403;
    public static final int DUPLICATE_COMMAND = 51405;
    public static final int INVALID_DOCUMENT = 51406;
    public static final int MESSAGE_PARSE_ERROR = 51408;
    public static final int UNEXPECTED_ERROR = 51499;

    /** The answer to this frame. */
    public static AgentJobAck of(Frame job, String jobId, int statusCode, String errorMessage) {
        var created = Instant.ofEpochMilli(job.createdMillis()).toString();
        return new AgentJobAck(jobId, job.messageId(), created, statusCode, errorMessage);
    }

    public static AgentJobAck parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_JOB_ACK, frame);
        return new AgentJobAck(
                json.text("jobId"),
                json.uuid("acknowledgedMessageId"),
                json.optionalText("createdDate"),
                json.integer("statusCode"),
                json.optionalText("errorMessage"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("jobId", jobId);
        json.put("acknowledgedMessageId", acknowledgedMessageId.toString());
        json.put("createdDate", createdDate);
        json.put("statusCode", statusCode);
        json.put("errorMessage", errorMessage);
        return Json.frame(MessageType.AGENT_JOB_ACK, id, created, json);
    }
}
