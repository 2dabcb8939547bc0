package dev.postern.e2e;

import dev.postern.e2e.Transcript.End;
import dev.postern.protocol.MessageType;

/** Where a replay cannot be as the recording was, and why: Postern does otherwise than the relay did, or the relay did it on purpose. */
sealed interface Departure {
    String why();

    /** What Postern does at some records. */
    enum Instead {
        /** It does not say that. */
        NOTHING,
        /** It acknowledges the repeated frame itself, to whoever repeats. */
        ACKNOWLEDGED
    }

    record Otherwise(int from, int to, Instead instead, String why) implements Departure {}

    /**
     * A call is answered otherwise.
     *
     * @param answer of which the answer is in kind
     */
    record Answered(int n, int status, String answer, String why) implements Departure {}

    /** A task tells the agent otherwise at this path of the message. */
    record Told(String path, String why) implements Departure {}

    /** What happened outside the recording before that record. */
    enum Event {
        /** Somebody starts the session. */
        STARTED,
        /** Somebody terminates the session. */
        TERMINATED
    }

    record Before(int n, Event event, String why) implements Departure {}

    /** What an end may be told although the relay did not tell it. */
    record Also(End end, MessageType type, int times, String why) implements Departure {}

    /** So many records are not played. */
    record Skipped(int records, String why) implements Departure {}

    /** The call is made by a node that was deregistered. */
    record ByNodeThatIsGone(int n, String why) implements Departure {}
}
