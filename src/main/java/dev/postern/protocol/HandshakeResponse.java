package dev.postern.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of the asked actions: number 0 of the client's stream, payload type 6.
 *
 * @param clientVersion as text: a strange one is old, not wrong
 * @param errors for the agent's log
 */
public record HandshakeResponse(String clientVersion, List<Processed> actions, List<String> errors) {
    public static final int SUCCESS = 1;
    public static final int FAILED = 2;
    public static final int UNSUPPORTED = 3;

    private static final String NAME = "HandshakeResponse";
    private static final int MAX_ENTRIES = 16;

    /**
     * What became of one action.
     *
     * @param status {@link #SUCCESS}, {@link #FAILED} or {@link #UNSUPPORTED}; the stock plugin leaves 0 for actions it does not know, and puts
     *     the 3 into the result
     * @param result null for SessionType, the wrapped key for KMSEncryption
     */
    public record Processed(
            String type, int status, @Nullable JsonNode result, String error) {}

    public HandshakeResponse {
        actions = List.copyOf(actions);
        errors = List.copyOf(errors);
    }

    public static HandshakeResponse parse(Frame frame) {
        var json = Json.parse(NAME, frame.payload());
        var done = json.node("ProcessedClientActions", JsonNode::isArray, "a list");
        if (done.size() > MAX_ENTRIES)
            throw new ProtocolViolation(NAME + ": " + done.size() + " actions, the most is " + MAX_ENTRIES);
        var actions = new ArrayList<Processed>();
        for (var node : done) {
            var action = Json.of(NAME + ".ProcessedClientActions", node);
            actions.add(new Processed(
                    action.text("ActionType"),
                    action.integer("ActionStatus", 0),
                    action.get("ActionResult"),
                    action.optionalText("Error")));
        }
        return new HandshakeResponse(json.optionalText("ClientVersion"), actions, errors(json));
    }

    private static List<String> errors(Json json) {
        if (json.get("Errors") == null) return List.of();
        var errors = new ArrayList<String>();
        for (var error : json.node("Errors", JsonNode::isArray, "a list")) {
            if (errors.size() < MAX_ENTRIES) errors.add(error.asString(""));
        }
        return errors;
    }

    public StreamPayload toPayload() {
        var json = Json.object();
        json.put("ClientVersion", clientVersion);
        var list = json.putArray("ProcessedClientActions");
        for (var action : actions) {
            var entry = list.addObject();
            entry.put("ActionType", action.type);
            entry.put("ActionStatus", action.status);
            if (action.result == null) entry.putNull("ActionResult");
            else entry.set("ActionResult", action.result);
            entry.put("Error", action.error);
        }
        if (errors.isEmpty()) json.putNull("Errors");
        else errors.forEach(json.putArray("Errors")::add);
        return new StreamPayload(PayloadType.HANDSHAKE_RESPONSE, Json.bytes(json));
    }
}
