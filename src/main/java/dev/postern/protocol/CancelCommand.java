package dev.postern.protocol;

/**
 * Stop a command: content of an {@link AgentJob}.
 *
 * @param cancelMessageId the job id of the command, {@code aws.ssm.<command id>.<instance id>}
 */
public record CancelCommand(String cancelMessageId) {
    public static CancelCommand parse(String content) {
        return new CancelCommand(Json.parse("agent_job.Content", content).text("CancelMessageId"));
    }

    /** The command to be stopped. */
    public String commandId() {
        return AgentJob.commandId(cancelMessageId);
    }

    public String toJson() {
        return Json.write(Json.object().put("CancelMessageId", cancelMessageId));
    }
}
