package dev.postern.gateway;

/** How it stands with the node's end of a session. */
public sealed interface NodeLeg {
    /**
     * The session waits its turn: the node has not been asked for anything.
     *
     * @param before how many sessions wait before it
     */
    record Waits(int before) implements NodeLeg {}

    /** The node has the task, and has not come yet. */
    record Starts() implements NodeLeg {}

    record There() implements NodeLeg {}

    /** It was there, and may come back. */
    record Away() implements NodeLeg {}
}
