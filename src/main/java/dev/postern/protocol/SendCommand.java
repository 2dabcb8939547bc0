package dev.postern.protocol;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A command to run: content of an {@link AgentJob}, and payload of the older message delivery service.
 *
 * @param parameters names to values; parameters of type StringList as lists
 * @param documentContent a command document, schema 1.2, 2.0 or 2.2
 * @param outputS3BucketName where the agent puts whole outputs; this and the next two may be ""
 * @param cloudWatchOutputEnabled on the wire the text "true" or "false"
 */
public record SendCommand(
        String commandId,
        String documentName,
        JsonNode documentContent,
        Map<String, JsonNode> parameters,
        String outputS3BucketName,
        String outputS3KeyPrefix,
        String cloudWatchLogGroupName,
        boolean cloudWatchOutputEnabled) {
    private static final String NAME = "agent_job.Content";

    public SendCommand {
        if (!documentContent.isObject()) throw new IllegalArgumentException("a command document is a JSON object");
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads the content of a job.
     *
     * @throws ProtocolViolation unless it is JSON with at least command id and document content
     */
    public static SendCommand parse(String content) {
        var json = Json.parse(NAME, content);
        return new SendCommand(
                json.text("CommandId"),
                json.optionalText("DocumentName"),
                json.node("DocumentContent", JsonNode::isObject, "an object"),
                json.values("Parameters"),
                json.optionalText("OutputS3BucketName"),
                json.optionalText("OutputS3KeyPrefix"),
                json.optionalText("CloudWatchLogGroupName"),
                json.optionalText("CloudWatchOutputEnabled").equals("true"));
    }

    public String toJson() {
        var json = Json.object();
        var values = json.putObject("Parameters");
        parameters.forEach(values::set);
        json.set("DocumentContent", documentContent);
        json.put("CommandId", commandId);
        json.put("DocumentName", documentName);
        json.put("OutputS3KeyPrefix", outputS3KeyPrefix);
        json.put("OutputS3BucketName", outputS3BucketName);
        json.put("CloudWatchLogGroupName", cloudWatchLogGroupName);
        json.put("CloudWatchOutputEnabled", Boolean.toString(cloudWatchOutputEnabled));
        return Json.write(json);
    }
}
