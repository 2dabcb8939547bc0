package dev.postern.protocol;

/**
 * What a frame is about. The set is open: both stock ends ignore what they do not know, and so should everybody. Compare with {@code equals}.
 *
 * @param name 1 to 32 letters, digits, {@code _}, {@code .} or {@code -}: the field on the wire has 32 bytes
 */
public record MessageType(String name) {
    /** Client to agent, sequenced. */
    public static final MessageType INPUT_STREAM_DATA = new MessageType("input_stream_data");
    /** Agent to client, sequenced. */
    public static final MessageType OUTPUT_STREAM_DATA = new MessageType("output_stream_data");
    /** Both ways on a data channel, not sequenced. */
    public static final MessageType ACKNOWLEDGE = new MessageType("acknowledge");

    public static final MessageType CHANNEL_CLOSED = new MessageType("channel_closed");
    public static final MessageType START_PUBLICATION = new MessageType("start_publication");
    public static final MessageType PAUSE_PUBLICATION = new MessageType("pause_publication");
    /** Agent to server only, never forwarded. */
    public static final MessageType AGENT_SESSION_STATE = new MessageType("agent_session_state");
    /** Sent if and only if the agent asked with RequireAcknowledgement (agents 3.2.2086 to 3.3.130). */
    public static final MessageType DATA_CHANNEL_READY = new MessageType("data_channel_ready");
    /** Sent if and only if the agent asked with RequireAcknowledgement (agents 3.2.1478 to 3.3.130). */
    public static final MessageType CONTROL_CHANNEL_READY = new MessageType("control_channel_ready");

    public static final MessageType INTERACTIVE_SHELL = new MessageType("interactive_shell");
    public static final MessageType AGENT_JOB = new MessageType("agent_job");
    public static final MessageType AGENT_JOB_ACK = new MessageType("agent_job_ack");
    public static final MessageType AGENT_JOB_REPLY = new MessageType("agent_job_reply");
    public static final MessageType AGENT_JOB_REPLY_ACK = new MessageType("agent_job_reply_ack");
    public static final MessageType AGENT_TASK_COMPLETE = new MessageType("agent_task_complete");
    public static final MessageType AGENT_TASK_ACKNOWLEDGE = new MessageType("agent_task_acknowledge");
    public static final MessageType AGENT_TELEMETRY = new MessageType("agent_telemetry");
    public static final MessageType AGENT_UPDATE_RESULT = new MessageType("agent_update_result");

    static final int MAX_LENGTH = 32;

    public MessageType {
        if (!isName(name)) throw new IllegalArgumentException("not a message type: " + name);
    }

    /** Whether frames of this type are numbered, acknowledged and sent again. */
    public boolean isStream() {
        return equals(OUTPUT_STREAM_DATA) || equals(INPUT_STREAM_DATA);
    }

    @Override
    public String toString() {
        return name;
    }

    static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) return false;
        for (var i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) return false;
        }
        return true;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-';
    }
}
