package dev.postern.protocol;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What an agent is to run: the content of {@link InteractiveShell}.
 *
 * @param documentName only for logs
 * @param documentContent the session document, schema 1.0, parameters unresolved
 * @param sessionId also folder name and URL path element at the agent
 * @param parameters names to values; one-element lists of StartSession already unwrapped for parameters of type String
 * @param runAsUser overrides inputs.runAsDefaultUser when not blank
 * @param sessionOwner an ARN, only for logs
 * @param maxPayload how large the payloads of the agent's stream frames may be. Postern's own field {@code MaxPayload}, absent or 0 for
 *     {@value #STOCK_PAYLOAD}; stock agents don't know it and stay below
 */
public record SessionTask(
        String documentName,
        JsonNode documentContent,
        String sessionId,
        Map<String, JsonNode> parameters,
        String runAsUser,
        String sessionOwner,
        int maxPayload) {
    /** What stock ends read per frame. */
    public static final int STOCK_PAYLOAD = 1024;
    /** Leaves room for a header, a nonce and a tag below {@link Frame#MAX_DATA_BYTES}. */
    public static final int MAX_PAYLOAD = 32 * 1024;

    private static final String NAME = "interactive_shell.Content";

    public SessionTask {
        if (!documentContent.isObject()) throw new IllegalArgumentException("a session document is a JSON object");
        if (sessionId.isEmpty()) throw new IllegalArgumentException("a session without an id");
        if (maxPayload == 0) maxPayload = STOCK_PAYLOAD;
        if (maxPayload < STOCK_PAYLOAD || maxPayload > MAX_PAYLOAD)
            throw new IllegalArgumentException("payloads of " + maxPayload + " bytes");
        parameters = Map.copyOf(parameters);
    }

    /** @throws ProtocolViolation unless it is JSON with at least document content and session id */
    static SessionTask parse(String text) {
        var json = Json.parse(NAME, text);
        var maxPayload = json.integer("MaxPayload", 0);
        if (maxPayload != 0 && (maxPayload < STOCK_PAYLOAD || maxPayload > MAX_PAYLOAD)) {
            throw new ProtocolViolation(
                    NAME + ": MaxPayload is " + maxPayload + ", it may be " + STOCK_PAYLOAD + " to " + MAX_PAYLOAD);
        }
        return new SessionTask(
                json.optionalText("DocumentName"),
                json.node("DocumentContent", JsonNode::isObject, "an object"),
                json.text("SessionId"),
                json.values("Parameters"),
                json.optionalText("RunAsUser"),
                json.optionalText("SessionOwner"),
                maxPayload);
    }

    String toJson() {
        var json = Json.object();
        json.put("DocumentName", documentName);
        json.set("DocumentContent", documentContent);
        json.put("SessionId", sessionId);
        var values = json.putObject("Parameters");
        parameters.forEach(values::set);
        json.put("RunAsUser", runAsUser);
        json.put("SessionOwner", sessionOwner);
        if (maxPayload != STOCK_PAYLOAD) json.put("MaxPayload", maxPayload);
        return Json.write(json);
    }
}
