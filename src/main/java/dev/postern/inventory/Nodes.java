package dev.postern.inventory;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The own fleet. Asks nobody's permission: faces come here through the gate. */
public interface Nodes {
    Optional<Node> find(NodeId id);

    /** Every registered node, by name. */
    List<Node> all();

    /**
     * At most 50 tags, keys 1–128, values 0–256 characters (botocore ssm Tag).
     *
     * @throws IllegalArgumentException names the broken rule, or says that there is no such node
     */
    void tag(NodeId id, Map<String, String> tags);

    void untag(NodeId id, List<String> keys);

    /** Up to 256 characters; blank gives the node its computer's name again. */
    void rename(NodeId id, String name);

    /** The IAM role it names, up to 64 characters on one line. Kept and shown; nothing here depends on it. */
    void setRole(NodeId id, String role);

    /** Forgets the node and its credentials; publishes {@link NodeChanged}, on which live sessions and channels are cut. */
    void deregister(NodeId id);

    // what the agents' side reports

    /**
     * Facts it leaves empty stay as they were; over-long ones are cut, never refused, since a stock agent whose heartbeat
     * fails goes silent for minutes (protocol.md §1.5). Does nothing for a node that is not registered.
     */
    void heartbeat(NodeId id, Facts facts);

    /** A control channel opened. In memory: after a restart nobody is connected until they dial in. */
    void connected(NodeId id, String agentVersion);

    /** The node's last control channel closed: of two that overlap, the gateway tells of the second alone. */
    void disconnected(NodeId id);

    boolean isConnected(NodeId id);

    /** The key this node registered, for the RSA form of its role-token call. */
    Optional<PublicKey> publicKey(NodeId id);

    Optional<String> fingerprint(NodeId id);

    /** From now on this key alone counts. IllegalArgumentException when it is no RSA key of 2,048 to 8,192 bits. */
    void replacePublicKey(NodeId id, byte[] subjectPublicKeyInfo);
}
