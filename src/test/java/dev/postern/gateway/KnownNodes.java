package dev.postern.gateway;

import dev.postern.inventory.Facts;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Some nodes, and who of them is connected. */
final class KnownNodes implements Nodes {
    private final Set<NodeId> known = ConcurrentHashMap.newKeySet();
    private final Set<NodeId> connected = ConcurrentHashMap.newKeySet();

    KnownNodes(NodeId... nodes) {
        known.addAll(List.of(nodes));
    }

    @Override
    public Optional<Node> find(NodeId id) {
        return known.contains(id) ? Optional.of(node(id)) : Optional.empty();
    }

    private static Node node(NodeId id) {
        return new Node(id, "builder", Facts.UNKNOWN, new TreeMap<>(), NodeStatus.ONLINE, "", "", Instant.EPOCH, null);
    }

    @Override
    public List<Node> all() {
        return new ArrayList<>(known.stream().map(KnownNodes::node).toList());
    }

    @Override
    public void tag(NodeId id, Map<String, String> tags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void untag(NodeId id, List<String> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rename(NodeId id, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setRole(NodeId id, String role) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deregister(NodeId id) {
        known.remove(id);
    }

    @Override
    public void heartbeat(NodeId id, Facts facts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void connected(NodeId id, String agentVersion) {
        connected.add(id);
    }

    @Override
    public void disconnected(NodeId id) {
        connected.remove(id);
    }

    @Override
    public boolean isConnected(NodeId id) {
        return connected.contains(id);
    }

    @Override
    public Optional<PublicKey> publicKey(NodeId id) {
        return Optional.empty();
    }

    @Override
    public Optional<String> fingerprint(NodeId id) {
        return Optional.empty();
    }

    @Override
    public void replacePublicKey(NodeId id, byte[] subjectPublicKeyInfo) {
        throw new UnsupportedOperationException();
    }
}
