package dev.postern.inventory;

import dev.postern.identity.Account;
import dev.postern.identity.Tags;
import dev.postern.keys.Sha256;
import dev.postern.trail.Actor;
import dev.postern.trail.Bursts;
import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Activations in the database, and the registration of nodes by them. */
@Component
final class StoredActivations implements Activations {
    private static final String EVENT = "RegisterManagedInstance";
    // botocore ssm/2014-11-06: ActivationDescription, DefaultInstanceName, IamRole, ActivationCode.
    private static final int LONGEST_DESCRIPTION = 256;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_ROLE = 64;
    private static final int LONGEST_CODE = 250;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9-]{1,64}");

    // 32 characters of 5 random bits: 160 bits.
    private static final int CODE_CHARACTERS = 32;
    private static final String CODE_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final String COLUMNS =
            "id, description, default_node_name, iam_role, most, registrations, created_at, expires_at, created_by";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final StoredNodes nodes;
    private final Trail trail;
    private final Account account;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Bursts refusals;
    private final SecureRandom random = new SecureRandom();

    StoredActivations(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            StoredNodes nodes,
            Trail trail,
            Account account,
            Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.nodes = nodes;
        this.trail = trail;
        this.account = account;
        this.clock = clock;
        this.meters = meters;
        this.refusals = new Bursts(clock);
    }

    @Override
    public Created create(Wanted wanted, String createdBy) {
        var activation = activation(wanted, createdBy, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var code = code();
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("INSERT INTO activation (code_hash, " + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?)")
                    .params(
                            Sha256.of(code),
                            activation.id(),
                            activation.description(),
                            activation.defaultNodeName(),
                            activation.iamRole(),
                            activation.limit(),
                            activation.createdAt().atOffset(ZoneOffset.UTC),
                            activation.expiresAt().atOffset(ZoneOffset.UTC),
                            createdBy)
                    .update();
            activation
                    .tags()
                    .forEach((key, value) -> jdbc.sql(
                                    "INSERT INTO activation_tag (activation_id, tag_key, tag_value) VALUES (?, ?, ?)")
                            .params(activation.id(), key, value)
                            .update());
        });
        return new Created(activation, code);
    }

    private static Activation activation(Wanted wanted, String createdBy, Instant now) {
        check(wanted.description(), LONGEST_DESCRIPTION, "the description");
        check(wanted.defaultNodeName(), LONGEST_NAME, "the default name of nodes");
        check(wanted.iamRole(), LONGEST_ROLE, "the IAM role");
        Tags.check(wanted.tags());
        if (wanted.limit() < 1 || wanted.limit() > MOST_REGISTRATIONS) {
            throw new IllegalArgumentException("an activation is good for 1 to " + MOST_REGISTRATIONS + " nodes");
        }
        var wantedEnd = wanted.expiresAt();
        var expiresAt = (wantedEnd == null ? now.plus(DEFAULT_LIFE) : wantedEnd).truncatedTo(ChronoUnit.MILLIS);
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LONGEST_LIFE))) {
            throw new IllegalArgumentException(
                    "an activation expires in the future, within " + LONGEST_LIFE.toDays() + " days");
        }
        return new Activation(
                wanted.id().toString(),
                wanted.description(),
                wanted.defaultNodeName().strip(),
                wanted.iamRole(),
                wanted.limit(),
                0,
                now,
                expiresAt,
                createdBy,
                new TreeMap<>(wanted.tags()));
    }

    private static void check(String text, int longest, String what) {
        if (text.length() > longest || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " must be up to " + longest + " characters on one line");
        }
    }

    @Override
    public List<Activation> all() {
        Map<String, SortedMap<String, String>> tags = new HashMap<>();
        jdbc.sql("SELECT activation_id, tag_key, tag_value FROM activation_tag").query(row -> {
            tags.computeIfAbsent(row.getString("activation_id"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return jdbc.sql("SELECT " + COLUMNS + " FROM activation ORDER BY created_at DESC, id")
                .query((row, _) -> activation(row, tags.getOrDefault(row.getString("id"), new TreeMap<>())))
                .list();
    }

    @Override
    public boolean delete(String id) {
        return jdbc.sql("DELETE FROM activation WHERE id = ?").param(id).update() > 0;
    }

    @Override
    public Registered register(Registration registration, @Nullable String address) {
        try {
            NodeKeys.parse(registration.subjectPublicKeyInfo());
        } catch (IllegalArgumentException e) {
            return refuse(registration, address, String.valueOf(e.getMessage()));
        }
        if (!FINGERPRINT.matcher(registration.fingerprint()).matches()) {
            return refuse(registration, address, "the fingerprint is not 1–64 letters, digits and hyphens");
        }
        var found = find(registration.activationId());
        if (!codeFits(registration, found)) {
            return refuse(registration, address, found.isEmpty() ? "no such activation" : "the code is wrong");
        }
        var activation = found.orElseThrow().activation();
        if (activation.expired(clock.instant())) {
            return refuse(registration, address, "the activation expired at " + activation.expiresAt());
        }
        if (!takePlace(activation.id())) {
            return refuse(
                    registration, address, "all " + activation.limit() + " registrations are used, or it is gone");
        }
        return admit(newId(), activation, registration, address);
    }

    /** The place is taken already: it is given back when what follows fails, and lost when the server dies in between. */
    private Registered admit(NodeId id, Activation activation, Registration registration, @Nullable String address) {
        Entry announced = null;
        try {
            announced = trail.append(event(id, activation.id(), Outcome.ALLOWED, address));
            nodes.register(id, activation, registration.fingerprint(), registration.subjectPublicKeyInfo());
            return new Registered.Accepted(id);
        } catch (RuntimeException e) {
            try {
                giveBack(activation.id());
                if (announced != null) {
                    trail.append(event(id, activation.id(), Outcome.FAILED, address)
                            .follows(announced.id())
                            .with("failure", e.getClass().getSimpleName()));
                }
            } catch (RuntimeException another) {
                e.addSuppressed(another);
            }
            throw e;
        }
    }

    private NewEntry event(NodeId id, String activationId, Outcome outcome, @Nullable String address) {
        return NewEntry.of(EVENT, Actor.anonymous(address), outcome)
                .on(account.node(id.value()))
                .node(id.value())
                .with("activationId", activationId);
    }

    /** Whether the limit and the expiry leave a place is decided by the one statement that takes it. */
    private boolean takePlace(String activationId) {
        return jdbc.sql("""
                                UPDATE activation SET registrations = registrations + 1
                                WHERE id = ? AND registrations < most AND expires_at > ?""")
                        .params(activationId, clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    private void giveBack(String activationId) {
        jdbc.sql("UPDATE activation SET registrations = registrations - 1 WHERE id = ? AND registrations > 0")
                .param(activationId)
                .update();
    }

    /** Takes as long for an id nobody has as for a wrong code. */
    private static boolean codeFits(Registration registration, Optional<Kept> found) {
        var code = registration.code();
        // A slow hash protects what people choose. 160 random bits are found by nobody, however fast the hash is, and a
        // fast one
        // gives strangers who try codes nothing to wear the server out with.
        var presented = Sha256.of(code.length() > LONGEST_CODE ? "" : code).getBytes(StandardCharsets.US_ASCII);
        var kept = found.map(Kept::codeHash).orElse("").getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(presented, kept);
    }

    private Registered refuse(Registration registration, @Nullable String address, String why) {
        meters.counter("postern.registrations.refused").increment();
        var burst = refusals.next(why + " " + address);
        if (burst.isPresent()) {
            var id = registration.activationId();
            var entry = NewEntry.of(EVENT, Actor.anonymous(address), Outcome.DENIED)
                    .with("because", why)
                    .with("activationId", ID.matcher(id).matches() ? id : "(not an activation id)");
            trail.append(burst.getAsLong() == 0 ? entry : entry.with("alsoLeftOut", Long.toString(burst.getAsLong())));
        }
        return new Registered.Refused(why);
    }

    private Optional<Kept> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("SELECT code_hash, " + COLUMNS + " FROM activation WHERE id = ?")
                .param(id)
                .query((row, _) -> new Kept(activation(row, tagsOf(id)), row.getString("code_hash")))
                .optional();
    }

    private SortedMap<String, String> tagsOf(String id) {
        var tags = new TreeMap<String, String>();
        jdbc.sql("SELECT tag_key, tag_value FROM activation_tag WHERE activation_id = ?")
                .param(id)
                .query(row -> {
                    tags.put(row.getString("tag_key"), row.getString("tag_value"));
                });
        return tags;
    }

    private record Kept(Activation activation, String codeHash) {}

    private static Activation activation(ResultSet row, SortedMap<String, String> tags) throws SQLException {
        return new Activation(
                row.getString("id"),
                row.getString("description"),
                row.getString("default_node_name"),
                row.getString("iam_role"),
                row.getInt("most"),
                row.getInt("registrations"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                tags);
    }

    private NodeId newId() {
        var bytes = new byte[9];
        random.nextBytes(bytes);
        return new NodeId("mi-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    private String code() {
        var code = new StringBuilder(CODE_CHARACTERS);
        for (int i = 0; i < CODE_CHARACTERS; i++) {
            code.append(CODE_ALPHABET.charAt(random.nextInt(CODE_ALPHABET.length())));
        }
        return code.toString();
    }
}
