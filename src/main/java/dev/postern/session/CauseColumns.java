package dev.postern.session;

import java.time.Duration;

/** A cause as the table and the trail keep it: its name, and what is true for it as one text or one number. */
record CauseColumns(String name, String detail, long number) {
    /** What the column holds. */
    private static final int MOST_CHARACTERS = 4_096;

    static CauseColumns of(EndCause cause) {
        return switch (cause) {
            case EndCause.ClosedByUser() -> new CauseColumns("CLOSED", "", 0);
            case EndCause.Exited(var status) -> new CauseColumns("EXITED", "", status);
            case EndCause.Finished() -> new CauseColumns("FINISHED", "", 0);
            case EndCause.Idle(var limit) -> new CauseColumns("IDLE", "", limit.toSeconds());
            case EndCause.MaximumDuration(var limit) -> new CauseColumns("MAXIMUM", "", limit.toSeconds());
            case EndCause.NodeLost() -> new CauseColumns("NODE_LOST", "", 0);
            case EndCause.NodeStopped() -> new CauseColumns("NODE_STOPPED", "", 0);
            case EndCause.ClientLost() -> new CauseColumns("CLIENT_LOST", "", 0);
            case EndCause.Terminated(var by) -> new CauseColumns("TERMINATED", cut(by), 0);
            case EndCause.AccessEnded(var why) -> new CauseColumns("ACCESS", cut(why), 0);
            case EndCause.Draining() -> new CauseColumns("DRAINING", "", 0);
            case EndCause.Failed(var output) -> new CauseColumns("FAILED", cut(output), 0);
        };
    }

    EndCause cause() {
        return switch (name) {
            case "CLOSED" -> new EndCause.ClosedByUser();
            case "EXITED" -> new EndCause.Exited((int) number);
            case "FINISHED" -> new EndCause.Finished();
            case "IDLE" -> new EndCause.Idle(Duration.ofSeconds(number));
            case "MAXIMUM" -> new EndCause.MaximumDuration(Duration.ofSeconds(number));
            case "NODE_LOST" -> new EndCause.NodeLost();
            case "NODE_STOPPED" -> new EndCause.NodeStopped();
            case "CLIENT_LOST" -> new EndCause.ClientLost();
            case "TERMINATED" -> new EndCause.Terminated(detail);
            case "ACCESS" -> new EndCause.AccessEnded(detail);
            case "DRAINING" -> new EndCause.Draining();
            case "FAILED" -> new EndCause.Failed(detail);
            default -> throw new IllegalStateException("a session ended by " + name + ": made by a newer version?");
        };
    }

    private static String cut(String text) {
        // PostgreSQL takes no NUL in text
        var clean = text.replace('\0', ' ');
        return clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS);
    }
}
