package dev.postern.api.operation;

import dev.postern.session.SessionId;

/**
 * One call as an operation sees it: authenticated, within the limits, not yet validated.
 *
 * @param address where it came from, IP text
 * @param requestId what the answer carries as {@code x-amzn-RequestId}
 * @param streams host and port (and path prefix) under which this caller reaches the data channels; never an unchecked Host header
 */
public record Call(Input input, String address, String requestId, String streams) {
    /** Used verbatim by the plugin (protocol.md §7.2). */
    public String streamUrl(SessionId session) {
        return "wss://" + streams + "/v1/data-channel/" + session + "?role=publish_subscribe";
    }
}
