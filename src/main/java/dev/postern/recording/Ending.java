package dev.postern.recording;

import dev.postern.session.EndCause;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/**
 * A session's end as its recording tells it. Part of what is sealed, and so in one language for ever.
 *
 * @param cause the name that the trail's SessionEnded has for it
 * @param words one sentence
 */
record Ending(String cause, String words) {
    static Ending of(EndCause cause) {
        return switch (cause) {
            case EndCause.ClosedByUser() -> new Ending("CLOSED", "Closed by the user.");
            case EndCause.Exited(var status) -> new Ending("EXITED", "Ended by itself with status " + status + ".");
            case EndCause.Finished() -> new Ending("FINISHED", "Ended by itself.");
            case EndCause.Idle(var limit) ->
                new Ending("IDLE", "Ended after " + text(limit) + " without input or output.");
            case EndCause.MaximumDuration(var limit) ->
                new Ending("MAXIMUM", "Ended after " + text(limit) + ", the longest it may last.");
            case EndCause.NodeLost() -> new Ending("NODE_LOST", "Ended: the connection to the node was lost.");
            case EndCause.NodeStopped() -> new Ending("NODE_STOPPED", "Ended: the agent on the node stopped.");
            case EndCause.ClientLost() -> new Ending("CLIENT_LOST", "Ended: the client did not come back.");
            case EndCause.Terminated(var by) -> new Ending("TERMINATED", "Terminated by " + by + ".");
            case EndCause.AccessEnded(var why) -> new Ending("ACCESS", "Ended: access ended. " + why);
            case EndCause.Draining() -> new Ending("DRAINING", "Ended: the server was shut down.");
            case EndCause.Failed(var output) -> new Ending("FAILED", output);
        };
    }

    private static String text(Duration limit) {
        return limit.toSecondsPart() == 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }
}
