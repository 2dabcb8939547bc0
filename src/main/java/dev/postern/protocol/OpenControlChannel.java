package dev.postern.protocol;

import java.util.UUID;

/**
 * The first message on a control channel, as text, from the agent.
 *
 * @param requestId made up by the sender, for logs
 * @param token from CreateControlChannel
 * @param agentVersion four numbers, like 3.3.0.0
 * @param platformType {@code linux}, {@code windows} or {@code macos}: lower case here, unlike in the heartbeat
 * @param requireAcknowledgement agents 3.2.1478 to 3.3.130: answer control_channel_ready within 2 s or lose them
 */
public record OpenControlChannel(
        String requestId, String token, String agentVersion, String platformType, boolean requireAcknowledgement) {
    /** As for {@link OpenDataChannel}. */
    public static final int MAX_CHARACTERS = OpenDataChannel.MAX_CHARACTERS;

    private static final String NAME = "the text that opens a control channel";

    public OpenControlChannel(UUID requestId, String token, AgentVersion agentVersion, String platformType) {
        this(requestId.toString(), token, agentVersion.toString(), platformType, false);
    }

    /**
     * Reads the text.
     *
     * @throws ProtocolViolation if it is too long, not JSON, or lacks the token
     */
    public static OpenControlChannel parse(String text) {
        if (text.length() > MAX_CHARACTERS)
            throw new ProtocolViolation(NAME + ": longer than " + MAX_CHARACTERS + " characters");
        var json = Json.parse(NAME, text);
        return new OpenControlChannel(
                json.optionalText("RequestId"),
                json.text("TokenValue"),
                json.optionalText("AgentVersion"),
                json.optionalText("PlatformType"),
                json.flag("RequireAcknowledgement"));
    }

    /** As the stock agent writes it. */
    public String toJson() {
        var json = Json.object();
        json.putNull("Cookie");
        json.put("MessageSchemaVersion", "1.0");
        json.put("RequestId", requestId);
        json.put("TokenValue", token);
        json.put("AgentVersion", agentVersion);
        json.put("PlatformType", platformType);
        if (requireAcknowledgement) json.put("RequireAcknowledgement", true);
        return Json.write(json);
    }

    /** Without the token, which opens the channel. */
    @Override
    public String toString() {
        return "OpenControlChannel[requestId=" + requestId + ", agentVersion=" + agentVersion + ", platformType="
                + platformType + "]";
    }
}
