package dev.postern.inventory;

import dev.postern.identity.Tags;
import dev.postern.inventory.NodeChanged.What;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.PublicKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The own fleet in the database; who is connected, in memory. Events are published after the change is committed. */
@Component
final class StoredNodes implements Nodes {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_ROLE = 64;
    /** How stale "last seen" may be while nothing else changes: a heartbeat need not cost a write. */
    static final Duration SEEN_WRITTEN_EVERY = Duration.ofMinutes(1);

    private static final String COLUMNS = """
            id, given_name, computer_name, address, platform_type, platform_name, platform_version, agent_name,
            agent_version, activation_id, iam_role, registered_at, last_seen""";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Set<NodeId> connected = ConcurrentHashMap.newKeySet();

    StoredNodes(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.clock = clock;
        Gauge.builder("postern.nodes.connected", connected, Set::size)
                .description("nodes with an open control channel")
                .register(meters);
        Gauge.builder("postern.nodes", this, StoredNodes::count)
                .description("registered nodes")
                .register(meters);
    }

    @Override
    public Optional<Node> find(NodeId id) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM node WHERE id = ?")
                .param(id.value())
                .query((row, _) -> node(row, tagsOf(id)))
                .optional();
    }

    @Override
    public List<Node> all() {
        Map<String, SortedMap<String, String>> tags = new HashMap<>();
        jdbc.sql("SELECT node_id, tag_key, tag_value FROM node_tag").query(row -> {
            tags.computeIfAbsent(row.getString("node_id"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return jdbc
                .sql("SELECT " + COLUMNS + " FROM node")
                .query((row, _) -> node(row, tags.getOrDefault(row.getString("id"), new TreeMap<>())))
                .list()
                .stream()
                .sorted(Comparator.comparing(Node::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(node -> node.id().value()))
                .toList();
    }

    @Override
    public void tag(NodeId id, Map<String, String> tags) {
        Tags.check(tags);
        transaction.executeWithoutResult(_ -> {
            hold(id);
            var after = tagsOf(id);
            after.putAll(tags);
            Tags.checkTogether(after);
            tags.forEach((key, value) -> {
                deleteTag(id, key);
                insertTag(id, key, value);
            });
        });
        publish(id, What.UPDATED);
    }

    @Override
    public void untag(NodeId id, List<String> keys) {
        transaction.executeWithoutResult(_ -> {
            hold(id);
            keys.forEach(key -> deleteTag(id, key));
        });
        publish(id, What.UPDATED);
    }

    /** Takes the node's row, so that changes of its tags come one after the other. */
    private void hold(NodeId id) {
        if (jdbc.sql("SELECT id FROM node WHERE id = ? FOR UPDATE")
                .param(id.value())
                .query(String.class)
                .optional()
                .isEmpty()) {
            throw unknown(id);
        }
    }

    private void deleteTag(NodeId id, String key) {
        jdbc.sql("DELETE FROM node_tag WHERE node_id = ? AND tag_key = ?")
                .params(id.value(), key)
                .update();
    }

    private void insertTag(NodeId id, String key, String value) {
        jdbc.sql("INSERT INTO node_tag (node_id, tag_key, tag_value) VALUES (?, ?, ?)")
                .params(id.value(), key, value)
                .update();
    }

    @Override
    public void rename(NodeId id, String name) {
        var given = name.strip();
        if (given.length() > LONGEST_NAME || given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a node's name is up to " + LONGEST_NAME + " characters on one line");
        }
        if (jdbc.sql("UPDATE node SET given_name = ? WHERE id = ?")
                        .params(given, id.value())
                        .update()
                == 0) {
            throw unknown(id);
        }
        publish(id, What.UPDATED);
    }

    @Override
    public void setRole(NodeId id, String role) {
        if (role.length() > LONGEST_ROLE || role.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a role's name is up to " + LONGEST_ROLE + " characters on one line");
        }
        if (jdbc.sql("UPDATE node SET iam_role = ? WHERE id = ?")
                        .params(role, id.value())
                        .update()
                == 0) {
            throw unknown(id);
        }
        publish(id, What.UPDATED);
    }

    @Override
    public void deregister(NodeId id) {
        var gone = jdbc.sql("DELETE FROM node WHERE id = ?").param(id.value()).update();
        connected.remove(id);
        if (gone > 0) {
            publish(id, What.DEREGISTERED);
        }
    }

    /** Called by {@link StoredActivations}, which has taken a place for it. */
    void register(NodeId id, Activation activation, String fingerprint, byte[] subjectPublicKeyInfo) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("""
                            INSERT INTO node (id, given_name, computer_name, address, platform_type, platform_name,
                                platform_version, agent_name, agent_version, activation_id, iam_role, fingerprint,
                                public_key, registered_at)
                            VALUES (?, ?, '', '', '', '', '', '', '', ?, ?, ?, ?, ?)""")
                    .params(
                            id.value(),
                            activation.defaultNodeName(),
                            activation.id(),
                            activation.iamRole(),
                            fingerprint,
                            subjectPublicKeyInfo,
                            atMillis(clock.instant()))
                    .update();
            activation.tags().forEach((key, value) -> insertTag(id, key, value));
        });
        publish(id, What.REGISTERED);
    }

    @Override
    public void heartbeat(NodeId id, Facts facts) {
        find(id).ifPresent(node -> {
            var merged = Reported.merge(node.facts(), facts);
            if (!merged.equals(node.facts())) {
                write(id, merged);
                publish(id, What.UPDATED);
            } else if (node.lastSeen() == null
                    || !clock.instant().isBefore(node.lastSeen().plus(SEEN_WRITTEN_EVERY))) {
                seen(id);
            }
        });
    }

    private void write(NodeId id, Facts facts) {
        jdbc.sql("""
                        UPDATE node SET computer_name = ?, address = ?, platform_type = ?, platform_name = ?,
                            platform_version = ?, agent_name = ?, agent_version = ?, last_seen = ?
                        WHERE id = ?""")
                .params(
                        facts.computerName(),
                        facts.address(),
                        facts.platformType(),
                        facts.platformName(),
                        facts.platformVersion(),
                        facts.agentName(),
                        facts.agentVersion(),
                        atMillis(clock.instant()),
                        id.value())
                .update();
    }

    private boolean seen(NodeId id) {
        return jdbc.sql("UPDATE node SET last_seen = ? WHERE id = ?")
                        .params(atMillis(clock.instant()), id.value())
                        .update()
                > 0;
    }

    @Override
    public void connected(NodeId id, String agentVersion) {
        var version = Reported.agentVersion(agentVersion);
        if (!seen(id)) {
            return;
        }
        if (!version.isEmpty()) {
            jdbc.sql("UPDATE node SET agent_version = ? WHERE id = ?")
                    .params(version, id.value())
                    .update();
        }
        if (connected.add(id)) {
            publish(id, What.CONNECTED);
        }
    }

    @Override
    public void disconnected(NodeId id) {
        if (connected.remove(id)) {
            seen(id);
            publish(id, What.DISCONNECTED);
        }
    }

    @Override
    public boolean isConnected(NodeId id) {
        return connected.contains(id);
    }

    @Override
    public Optional<PublicKey> publicKey(NodeId id) {
        return jdbc.sql("SELECT public_key FROM node WHERE id = ?")
                .param(id.value())
                .query((row, _) -> row.getBytes("public_key"))
                .optional()
                .map(NodeKeys::parse);
    }

    @Override
    public Optional<String> fingerprint(NodeId id) {
        return jdbc.sql("SELECT fingerprint FROM node WHERE id = ?")
                .param(id.value())
                .query(String.class)
                .optional();
    }

    @Override
    public void replacePublicKey(NodeId id, byte[] subjectPublicKeyInfo) {
        NodeKeys.parse(subjectPublicKeyInfo);
        if (jdbc.sql("UPDATE node SET public_key = ? WHERE id = ?")
                        .params(subjectPublicKeyInfo, id.value())
                        .update()
                == 0) {
            throw unknown(id);
        }
    }

    private long count() {
        return jdbc.sql("SELECT COUNT(*) FROM node").query(Long.class).single();
    }

    private SortedMap<String, String> tagsOf(NodeId id) {
        var tags = new TreeMap<String, String>();
        jdbc.sql("SELECT tag_key, tag_value FROM node_tag WHERE node_id = ?")
                .param(id.value())
                .query(row -> {
                    tags.put(row.getString("tag_key"), row.getString("tag_value"));
                });
        return tags;
    }

    private Node node(ResultSet row, SortedMap<String, String> tags) throws SQLException {
        var id = new NodeId(row.getString("id"));
        var facts = new Facts(
                row.getString("computer_name"),
                row.getString("address"),
                row.getString("platform_type"),
                row.getString("platform_name"),
                row.getString("platform_version"),
                row.getString("agent_name"),
                row.getString("agent_version"));
        var seen = row.getObject("last_seen", OffsetDateTime.class);
        var lastSeen = seen == null ? null : seen.toInstant();
        return new Node(
                id,
                name(row.getString("given_name"), facts, id),
                facts,
                tags,
                status(id, lastSeen),
                row.getString("activation_id"),
                row.getString("iam_role"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                lastSeen);
    }

    private NodeStatus status(NodeId id, @Nullable Instant lastSeen) {
        if (connected.contains(id)) {
            return NodeStatus.ONLINE;
        }
        return lastSeen == null ? NodeStatus.NEVER_CONNECTED : NodeStatus.CONNECTION_LOST;
    }

    private static String name(String given, Facts facts, NodeId id) {
        if (!given.isEmpty()) {
            return given;
        }
        return facts.computerName().isEmpty() ? id.value() : facts.computerName();
    }

    private void publish(NodeId id, What what) {
        events.publishEvent(new NodeChanged(id, what));
    }

    private static OffsetDateTime atMillis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static IllegalArgumentException unknown(NodeId id) {
        return new IllegalArgumentException("no such node: " + id);
    }
}
