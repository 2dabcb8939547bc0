package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * Run Command: send or cancel; server to agent on the control channel. Dropped silently by stock agents until their command processor is ready,
 * some 3 s after the start: send it again if no {@link AgentJobAck} comes.
 *
 * @param jobId {@code aws.ssm.<command id>.<instance id>}
 * @param topic by its beginning what the content is
 * @param content on the wire a string that holds JSON: {@link SendCommand} or {@link CancelCommand}
 */
public record AgentJob(String jobId, String topic, String content) {
    public static final String SEND_COMMAND = "aws.ssm.sendCommand";
    public static final String CANCEL_COMMAND = "aws.ssm.cancelCommand";

    public static String jobId(String commandId, String instanceId) {
        return "aws.ssm." + commandId + "." + instanceId;
    }

    public boolean isSendCommand() {
        return topic.startsWith(SEND_COMMAND);
    }

    public boolean isCancelCommand() {
        return topic.startsWith(CANCEL_COMMAND);
    }

    /**
     * The next-to-last element of the job id, as the stock agent takes it.
     *
     * @throws ProtocolViolation if it has no two elements
     */
    public String commandId() {
        return commandId(jobId);
    }

    static String commandId(String jobId) {
        var last = jobId.lastIndexOf('.');
        var before = jobId.lastIndexOf('.', last - 1);
        if (last <= 0 || before + 1 == last)
            throw new ProtocolViolation("agent_job: JobId is not aws.ssm.<command>.<instance>");
        return jobId.substring(before + 1, last);
    }

    public static AgentJob parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_JOB, frame);
        return new AgentJob(json.text("JobId"), json.text("Topic"), json.text("Content"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("SchemaVersion", 1);
        json.put("JobId", jobId);
        json.put("Topic", topic);
        json.put("Content", content);
        return Json.frame(MessageType.AGENT_JOB, id, created, json);
    }
}
