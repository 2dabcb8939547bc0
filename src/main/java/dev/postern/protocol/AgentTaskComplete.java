package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session has ended at the agent; agent to server on the control channel. Sent up to three times, 1 s apart, until
 * {@link AgentTaskAcknowledge}. A failed session can yield two different ones within a millisecond: acknowledge both, act once.
 *
 * @param taskId the session id
 * @param finalTaskStatus Success (whatever the exit status), Failed (it could not start, or its pipes broke), Cancelled, TimedOut, …
 * @param output what the user should see of a failure; "" otherwise
 * @param s3Bucket where the agent put its own transcript; this and the next three are "" if nowhere
 * @param retryNumber 1 to 3
 * @param exitCode how the shell or command ended, if it did by itself. Postern's own field {@code ExitCode}; stock agents don't send it, stock
 *     servers ignore it
 */
public record AgentTaskComplete(
        String taskId,
        String finalTaskStatus,
        boolean isRoutingFailure,
        String awsAccountId,
        String instanceId,
        String output,
        String s3Bucket,
        String s3UrlSuffix,
        String cwlGroup,
        String cwlStream,
        int retryNumber,
        @Nullable Integer exitCode) {
    public static final String TOPIC = "agent_task_complete";
    public static final String SUCCESS = "Success";
    public static final String FAILED = "Failed";
    public static final String CANCELLED = "Cancelled";
    public static final String TIMED_OUT = "TimedOut";

    /** How often it is sent without an answer. */
    public static final int MAX_SENDS = 3;

    /** The end of a session of an agent that keeps no transcripts of its own. */
    public static AgentTaskComplete of(
            String sessionId,
            String finalTaskStatus,
            String instanceId,
            String output,
            int retryNumber,
            @Nullable Integer exitCode) {
        return new AgentTaskComplete(
                sessionId, finalTaskStatus, false, "", instanceId, output, "", "", "", "", retryNumber, exitCode);
    }

    public static AgentTaskComplete parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_TASK_COMPLETE, frame);
        return new AgentTaskComplete(
                json.text("TaskId"),
                json.text("FinalTaskStatus"),
                json.flag("IsRoutingFailure"),
                json.optionalText("AwsAccountId"),
                json.optionalText("InstanceId"),
                json.optionalText("Output"),
                json.optionalText("S3Bucket"),
                json.optionalText("S3UrlSuffix"),
                json.optionalText("CwlGroup"),
                json.optionalText("CwlStream"),
                json.integer("RetryNumber", 1),
                json.get("ExitCode") == null ? null : json.integer("ExitCode"));
    }

    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("SchemaVersion", 1);
        json.put("TaskId", taskId);
        json.put("Topic", TOPIC);
        json.put("FinalTaskStatus", finalTaskStatus);
        json.put("IsRoutingFailure", isRoutingFailure);
        json.put("AwsAccountId", awsAccountId);
        json.put("InstanceId", instanceId);
        json.put("Output", output);
        json.put("S3Bucket", s3Bucket);
        json.put("S3UrlSuffix", s3UrlSuffix);
        json.put("CwlGroup", cwlGroup);
        json.put("CwlStream", cwlStream);
        json.put("RetryNumber", retryNumber);
        if (exitCode != null) json.put("ExitCode", exitCode);
        return Json.frame(MessageType.AGENT_TASK_COMPLETE, id, created, json);
    }
}
