package dev.postern.gateway;

import dev.postern.inventory.NodeId;
import dev.postern.session.SessionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the sockets of the own fleet and of command-line clients bring the ends of sessions. */
public interface DataChannels {
    /** What CreateDataChannel answers. */
    sealed interface Ticket {
        /** @param token opens the node's end, once */
        record Granted(String token) implements Ticket {}

        /** The session is another node's, or there is none of that id: the same answer for both. */
        record Foreign() implements Ticket {}

        /** The node may stop its worker. */
        record AlreadyTerminated() implements Ticket {}

        /** The session lives, but this server is about to stop: the node shall try again. */
        record NotNow() implements Ticket {}
    }

    Ticket create(NodeId node, SessionId session);

    /** The node's end; a newer one replaces an older one. Empty when the token does not open it. */
    Optional<Inlet> nodeEnd(NodeId node, SessionId session, String token, FrameLink link);

    /** A command-line client's end; a newer one replaces an older one. Empty when the token does not open it. */
    Optional<Inlet> clientEnd(SessionId session, String token, FrameLink link);

    /** How a session ended at its node. */
    sealed interface Completion {
        /**
         * Whatever the exit status.
         *
         * @param exitStatus null from stock agents, which don't tell
         */
        record Succeeded(@Nullable Integer exitStatus) implements Completion {}

        /** @param output what the user should see */
        record Failed(String output) implements Completion {}

        /** The agent stopped, or did so before it could say it. */
        record Stopped() implements Completion {}
    }

    /**
     * The node says that a session is over. Said twice it counts once; said of another node's session it does not count.
     *
     * @param written run when that is in the ledger, or has no need to be: until then the node should say it again
     */
    void completed(NodeId node, SessionId session, Completion completion, Runnable written);
}
