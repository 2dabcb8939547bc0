package dev.postern.protocol;

import java.util.UUID;

/**
 * The first message on a data channel, as text, from both ends. Optional fields are "" when absent: other clients send only the first two.
 *
 * @param requestId made up by the sender, for logs
 * @param token from CreateDataChannel (agent), StartSession or ResumeSession (client)
 * @param clientInstanceId the node's id; from agents only
 * @param clientId stays the same for the life of a client process; "" from agents
 * @param clientVersion the plugin's version; only from plugins after 1.2.650
 * @param requireAcknowledgement agents 3.2.2086 to 3.3.130: answer data_channel_ready within 2 s
 */
public record OpenDataChannel(
        String requestId,
        String token,
        String clientInstanceId,
        String clientId,
        String clientVersion,
        boolean requireAcknowledgement) {
    /** Far more than the longest token (300 characters in the public model) and the rest need. */
    public static final int MAX_CHARACTERS = 8 * 1024;

    private static final String NAME = "the text that opens a data channel";

    public static OpenDataChannel fromAgent(UUID requestId, String token, String instanceId) {
        return new OpenDataChannel(requestId.toString(), token, instanceId, "", "", false);
    }

    public static OpenDataChannel fromClient(UUID requestId, String token, UUID clientId, AgentVersion clientVersion) {
        return new OpenDataChannel(
                requestId.toString(), token, "", clientId.toString(), clientVersion.toString(), false);
    }

    /**
     * Reads the text.
     *
     * @throws ProtocolViolation if it is too long, not JSON, or lacks the token
     */
    public static OpenDataChannel parse(String text) {
        if (text.length() > MAX_CHARACTERS)
            throw new ProtocolViolation(NAME + ": longer than " + MAX_CHARACTERS + " characters");
        var json = Json.parse(NAME, text);
        return new OpenDataChannel(
                json.optionalText("RequestId"),
                json.text("TokenValue"),
                json.optionalText("ClientInstanceId"),
                json.optionalText("ClientId"),
                json.optionalText("ClientVersion"),
                json.flag("RequireAcknowledgement"));
    }

    /** With the fields the stock end of this role sends, in its order. */
    public String toJson() {
        var json = Json.object();
        json.put("MessageSchemaVersion", "1.0");
        json.put("RequestId", requestId);
        json.put("TokenValue", token);
        if (isFromAgent()) json.put("ClientInstanceId", clientInstanceId);
        json.put("ClientId", clientId);
        if (!clientVersion.isEmpty()) json.put("ClientVersion", clientVersion);
        if (requireAcknowledgement) json.put("RequireAcknowledgement", true);
        return Json.write(json);
    }

    public boolean isFromAgent() {
        return !clientInstanceId.isEmpty();
    }

    /** Without the token, which opens the channel. */
    @Override
    public String toString() {
        return "OpenDataChannel[requestId=" + requestId + ", clientInstanceId=" + clientInstanceId + ", clientId="
                + clientId + ", clientVersion=" + clientVersion + "]";
    }
}
