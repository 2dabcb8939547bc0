package dev.postern.api.operation;

import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;

/** An operation, by who may call it: nobody else reaches its work. */
public sealed interface Operation {
    /** Signed with a user's access key. */
    record ForUsers(Work<Caller> work) implements Operation {}

    /** Signed with the role token of a node. */
    record ForNodes(Work<NodeId> work) implements Operation {}

    /** Signed with either of the two. */
    record ForUsersAndNodes(Work<Caller> ofUsers, Work<NodeId> ofNodes) implements Operation {}

    /** Signed with the RSA key a node registered. */
    record ForRegisteredKeys(Work<NodeId> work) implements Operation {}

    /** Not signed at all. */
    record ForAnybody(AnonymousWork work) implements Operation {}

    /** What it does. */
    @FunctionalInterface
    interface Work<P> {
        /** @throws ApiError what the caller is told instead of an answer */
        Answer perform(P principal, Call call);
    }

    /** What it does, for whomever. */
    @FunctionalInterface
    interface AnonymousWork {
        Answer perform(Call call);
    }
}
