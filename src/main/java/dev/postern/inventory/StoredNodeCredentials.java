package dev.postern.inventory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.inventory.NodeChanged.What;
import dev.postern.keys.SealedColumn;
import dev.postern.keys.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Role tokens in the database, sealed. */
@Component
class StoredNodeCredentials implements NodeCredentials {
    /** As at AWS; agents fetch the next one at half of it (protocol.md §1.3). */
    static final Duration LIFE = Duration.ofHours(1);
    /** Old ones stay this long beyond their end, so that an agent hears "expired" and not "unknown". */
    static final Duration KEPT_EXPIRED = Duration.ofHours(1);
    /** An agent in good health has two; one that asks in a loop loses its oldest. */
    static final int MOST_PER_NODE = 8;

    private static final Duration PURGES_EVERY = Duration.ofMinutes(10);
    private static final Pattern ID = Pattern.compile("PSIA[A-Z2-7]{16}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 48;
    private static final SealedColumn SEALED =
            new SealedColumn("node_credential", "access_key_id", "sealed", "node-credential");
    private static final int MOST_CACHED = 20_000;
    // How long another server of the same database may go on seeing the token of a node that was deregistered.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<RoleToken>> found = Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();
    private volatile Instant purgesNext = Instant.MIN;

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedRoleTokens() {
        return SEALED;
    }

    StoredNodeCredentials(JdbcClient jdbc, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public RoleToken issue(NodeId node) {
        purge();
        var token = new RoleToken(
                node,
                newId(),
                Base64.getEncoder().encodeToString(bytes(SECRET_BYTES)),
                Base64.getEncoder().encodeToString(bytes(TOKEN_BYTES)),
                // Whole seconds: that is how the answer tells it.
                clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS));
        jdbc.sql("INSERT INTO node_credential (access_key_id, node_id, sealed, expires_at) VALUES (?, ?, ?, ?)")
                .params(
                        token.accessKeyId(),
                        node.value(),
                        secrets.seal(
                                (token.secretAccessKey() + "\n" + token.sessionToken())
                                        .getBytes(StandardCharsets.US_ASCII),
                                SEALED.purposeOf(token.accessKeyId())),
                        token.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
        dropOldest(node);
        return token;
    }

    private void dropOldest(NodeId node) {
        jdbc
                .sql(
                        "SELECT access_key_id FROM node_credential WHERE node_id = ? ORDER BY expires_at DESC, access_key_id")
                .param(node.value())
                .query(String.class)
                .list()
                .stream()
                .skip(MOST_PER_NODE)
                .forEach(id -> {
                    jdbc.sql("DELETE FROM node_credential WHERE access_key_id = ?")
                            .param(id)
                            .update();
                    found.invalidate(id);
                });
    }

    @Override
    public Optional<RoleToken> find(String accessKeyId) {
        return ID.matcher(accessKeyId).matches() ? found.get(accessKeyId, this::read) : Optional.empty();
    }

    private Optional<RoleToken> read(String id) {
        return jdbc.sql("SELECT node_id, sealed, expires_at FROM node_credential WHERE access_key_id = ?")
                .param(id)
                .query((row, _) -> token(id, row))
                .optional();
    }

    private RoleToken token(String id, ResultSet row) throws SQLException {
        var opened = new String(secrets.open(row.getString("sealed"), SEALED.purposeOf(id)), StandardCharsets.US_ASCII);
        var end = opened.indexOf('\n');
        return new RoleToken(
                new NodeId(row.getString("node_id")),
                id,
                opened.substring(0, end),
                opened.substring(end + 1),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    /** Before the listeners that cut its channels: what they cut must not sign its way back in. */
    @EventListener
    @Order(0)
    void forget(NodeChanged change) {
        if (change.what() == What.DEREGISTERED) {
            found.asMap()
                    .values()
                    .removeIf(token -> token.isPresent() && token.get().node().equals(change.id()));
        }
    }

    private void purge() {
        var now = clock.instant();
        if (now.isBefore(purgesNext)) {
            return;
        }
        purgesNext = now.plus(PURGES_EVERY);
        jdbc.sql("DELETE FROM node_credential WHERE expires_at < ?")
                .param(now.minus(KEPT_EXPIRED).atOffset(ZoneOffset.UTC))
                .update();
    }

    private String newId() {
        var id = new StringBuilder("PSIA");
        for (int i = 0; i < 16; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
