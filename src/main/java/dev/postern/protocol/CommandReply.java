package dev.postern.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The state of a command at an agent: content of an {@link AgentJobReply}.
 *
 * @param agent who answers
 * @param dateTime ISO-8601
 * @param documentStatus of the whole: Success, Failed, InProgress, TimedOut, Cancelled, …
 * @param steps by name, in order
 */
public record CommandReply(
        Agent agent,
        String dateTime,
        String runId,
        String documentStatus,
        String documentTraceOutput,
        Map<String, Step> steps) {
    public static final int MAX_STANDARD_OUTPUT = 24_000;
    public static final int MAX_STANDARD_ERROR = 8_000;

    private static final String NAME = "agent_job_reply.content";
    private static final String LANGUAGE = "en-US";

    public record Agent(String name, String version, String os, String osVersion) {}

    /**
     * What came of one step.
     *
     * @param code the exit code of the step
     * @param output what the console shows: the beginnings of both outputs
     * @param standardOutput at most {@link #MAX_STANDARD_OUTPUT} characters
     * @param standardError at most {@link #MAX_STANDARD_ERROR} characters
     */
    public record Step(
            String status,
            int code,
            String name,
            String output,
            String startDateTime,
            String endDateTime,
            String outputS3BucketName,
            String outputS3KeyPrefix,
            String stepName,
            String standardOutput,
            String standardError) {}

    public CommandReply {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    /**
     * Reads the content of a reply.
     *
     * @throws ProtocolViolation unless it is JSON with at least a documentStatus
     */
    public static CommandReply parse(String content) {
        var json = Json.parse(NAME, content);
        var info = json.optionalObject("additionalInfo");
        var agent = info.optionalObject("agent");
        var steps = new LinkedHashMap<String, Step>();
        json.values("runtimeStatus")
                .forEach((name, status) -> steps.put(name, step(Json.of(NAME + ".runtimeStatus", status))));
        return new CommandReply(
                new Agent(
                        agent.optionalText("name"),
                        agent.optionalText("ver"),
                        agent.optionalText("os"),
                        agent.optionalText("osver")),
                info.optionalText("dateTime"),
                info.optionalText("runId"),
                json.text("documentStatus"),
                json.optionalText("documentTraceOutput"),
                steps);
    }

    private static Step step(Json json) {
        return new Step(
                json.optionalText("status"),
                json.integer("code", 0),
                json.optionalText("name"),
                json.optionalText("output"),
                json.optionalText("startDateTime"),
                json.optionalText("endDateTime"),
                json.optionalText("outputS3BucketName"),
                json.optionalText("outputS3KeyPrefix"),
                json.optionalText("stepName"),
                json.optionalText("standardOutput"),
                json.optionalText("standardError"));
    }

    public String toJson() {
        var json = Json.object();
        var info = json.putObject("additionalInfo");
        info.set("agent", agentJson());
        info.put("dateTime", dateTime);
        info.put("runId", runId);
        var counts = info.putObject("runtimeStatusCounts");
        for (var step : steps.values())
            counts.put(step.status, counts.path(step.status).asInt(0) + 1);
        json.put("documentStatus", documentStatus);
        json.put("documentTraceOutput", documentTraceOutput);
        var status = json.putObject("runtimeStatus");
        steps.forEach((name, step) -> status.set(name, stepJson(step)));
        return Json.write(json);
    }

    private JsonNode agentJson() {
        return Json.object()
                .put("lang", LANGUAGE)
                .put("name", agent.name)
                .put("os", agent.os)
                .put("osver", agent.osVersion)
                .put("ver", agent.version);
    }

    private static JsonNode stepJson(Step step) {
        return Json.object()
                .put("status", step.status)
                .put("code", step.code)
                .put("name", step.name)
                .put("output", step.output)
                .put("startDateTime", step.startDateTime)
                .put("endDateTime", step.endDateTime)
                .put("outputS3BucketName", step.outputS3BucketName)
                .put("outputS3KeyPrefix", step.outputS3KeyPrefix)
                .put("stepName", step.stepName)
                .put("standardOutput", step.standardOutput)
                .put("standardError", step.standardError);
    }
}
