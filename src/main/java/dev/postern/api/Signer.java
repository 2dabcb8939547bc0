package dev.postern.api;

import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;

/** Who signed a request. */
sealed interface Signer {
    /** With an access key of theirs, or with temporary credentials, as themselves or in a role. */
    record User(Caller caller) implements Signer {}

    /** With the role token this node was given. */
    record Node(NodeId id) implements Signer {}

    /** With the RSA key this node registered: good for its role token and a new key, for nothing else. */
    record RegisteredKey(NodeId id) implements Signer {}

    record Nobody() implements Signer {}
}
