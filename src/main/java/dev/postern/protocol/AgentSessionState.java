package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/** Where the agent's end of a session stands; agent to server on the data channel, never forwarded. */
public record AgentSessionState(State state, String sessionId) {
    public enum State {
        /** The data channel is open. */
        CONNECTED("Connected"),
        /** The shell or command has ended and its output was sent. Not sent by sessions that were cancelled. */
        TERMINATING("Terminating");

        private final String wire;

        State(String wire) {
            this.wire = wire;
        }

        private static State of(String wire) {
            for (var state : values()) {
                if (state.wire.equals(wire)) return state;
            }
            throw new ProtocolViolation("agent_session_state: SessionState is neither Connected nor Terminating");
        }
    }

    public static AgentSessionState parse(Frame frame) {
        var json = Json.parse(MessageType.AGENT_SESSION_STATE, frame);
        return new AgentSessionState(State.of(json.text("SessionState")), json.text("SessionId"));
    }

    /** With flags SYN and FIN, as the stock agent sends it. */
    public Frame toFrame(UUID id, Instant created) {
        var json = Json.object();
        json.put("SchemaVersion", 1);
        json.put("SessionState", state.wire);
        json.put("SessionId", sessionId);
        return Frame.of(
                MessageType.AGENT_SESSION_STATE, PayloadType.NONE, 0, Frame.SYN_FIN, id, created, Json.bytes(json));
    }
}
