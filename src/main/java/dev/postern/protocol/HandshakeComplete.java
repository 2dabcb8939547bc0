package dev.postern.protocol;

import java.time.Duration;

/**
 * The handshake is over and data may flow, payload type 7, agent to client.
 *
 * @param took on the wire a whole number of nanoseconds
 * @param customerMessage printed by the client unless empty
 */
public record HandshakeComplete(Duration took, String customerMessage) {
    private static final String NAME = "HandshakeComplete";

    public static HandshakeComplete parse(Frame frame) {
        var json = Json.parse(NAME, frame.payload());
        var took = json.get("HandshakeTimeToComplete") == null ? 0 : json.wholeNumber("HandshakeTimeToComplete");
        return new HandshakeComplete(Duration.ofNanos(took), json.optionalText("CustomerMessage"));
    }

    public StreamPayload toPayload() {
        var json = Json.object();
        json.put("HandshakeTimeToComplete", took.toNanos());
        json.put("CustomerMessage", customerMessage);
        return new StreamPayload(PayloadType.HANDSHAKE_COMPLETE, Json.bytes(json));
    }
}
