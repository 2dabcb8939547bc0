package dev.postern.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an agent asks of the client before a session: number 0 of its stream, payload type 5.
 *
 * @param agentVersion as text: a strange one is old, not wrong
 * @param actions the session type first, then encryption
 */
public record HandshakeRequest(String agentVersion, List<Action> actions) {
    private static final String NAME = "HandshakeRequest";
    /** There are two kinds, and each comes at most once. */
    private static final int MAX_ACTIONS = 16;

    /** What a client is asked to do. */
    public sealed interface Action {
        /** The name on the wire. */
        String type();

        /**
         * Take this for the kind of session.
         *
         * @param properties the resolved document properties of port sessions, null for the others
         */
        record SessionType(String sessionType, @Nullable JsonNode properties) implements Action {
            static final String TYPE = "SessionType";

            @Override
            public String type() {
                return TYPE;
            }
        }

        /**
         * Get a data key under this KMS key.
         *
         * @param challenge base64 of 16 random bytes; "" from agents before 3.3.808
         */
        record KmsEncryption(String keyId, String challenge) implements Action {
            static final String TYPE = "KMSEncryption";

            @Override
            public String type() {
                return TYPE;
            }
        }

        /** Something a later agent asks; a client answers that it does not support it. */
        record Other(String type) implements Action {}
    }

    public HandshakeRequest {
        actions = List.copyOf(actions);
    }

    public static HandshakeRequest parse(Frame frame) {
        var json = Json.parse(NAME, frame.payload());
        var asked = json.node("RequestedClientActions", JsonNode::isArray, "a list");
        if (asked.size() > MAX_ACTIONS)
            throw new ProtocolViolation(NAME + ": " + asked.size() + " actions, the most is " + MAX_ACTIONS);
        var actions = new ArrayList<Action>();
        for (var action : asked) actions.add(action(Json.of(NAME + ".RequestedClientActions", action)));
        return new HandshakeRequest(json.optionalText("AgentVersion"), actions);
    }

    private static Action action(Json json) {
        var type = json.text("ActionType");
        return switch (type) {
            case Action.SessionType.TYPE -> {
                var parameters = json.object("ActionParameters");
                yield new Action.SessionType(parameters.text("SessionType"), parameters.get("Properties"));
            }
            case Action.KmsEncryption.TYPE -> {
                var parameters = json.object("ActionParameters");
                yield new Action.KmsEncryption(parameters.text("KMSKeyId"), parameters.optionalText("Challenge"));
            }
            default -> new Action.Other(type);
        };
    }

    public StreamPayload toPayload() {
        var json = Json.object();
        json.put("AgentVersion", agentVersion);
        var list = json.putArray("RequestedClientActions");
        for (var action : actions) {
            var entry = list.addObject();
            entry.put("ActionType", action.type());
            var parameters = entry.putObject("ActionParameters");
            switch (action) {
                case Action.SessionType(var sessionType, var properties) -> {
                    parameters.put("SessionType", sessionType);
                    if (properties == null) parameters.putNull("Properties");
                    else parameters.set("Properties", properties);
                }
                case Action.KmsEncryption(var keyId, var challenge) -> {
                    parameters.put("KMSKeyId", keyId);
                    if (!challenge.isEmpty()) parameters.put("Challenge", challenge);
                }
                case Action.Other _ -> {}
            }
        }
        return new StreamPayload(PayloadType.HANDSHAKE_REQUEST, Json.bytes(json));
    }
}
