package dev.postern.agent;

import dev.postern.protocol.Frame;

/** What runs in a session: a terminal, a command, a port. */
interface SessionWork {

    /**
     * Runs to the end. Everything it sent has been handed to the channel when it returns, and nothing it started runs on.
     *
     * @throws TaskRefused if it could not begin; the reason is for the user
     * @throws DataChannel.Gone if the channel ended under it
     */
    TaskOutcome run(DataChannel channel) throws InterruptedException, TaskRefused, DataChannel.Gone;

    /** Whether there is room for the frame now; if not, tell {@link DataChannel#roomMade} when there is. On the socket's thread, as {@link #received}: neither may wait. */
    boolean isReadyFor(Frame frame);

    void received(Frame frame);

    /** Makes {@link #run} return soon. From any thread, at any time, more than once. */
    void cancel();
}
