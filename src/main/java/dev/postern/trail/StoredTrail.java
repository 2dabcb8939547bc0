package dev.postern.trail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trail in the database. Whoever appends first takes the head's row, so entries are numbered and chained one after
 * the other, by however many servers; each append is a transaction of its own, committed when it returns.
 *
 * <p>The chain shows what was changed, taken out or cut off. It cannot show a chain that was recomputed as a whole,
 * head included: that is what {@link SignedTrail} is for.
 */
@Component
final class StoredTrail implements Trail {
    private static final int LARGEST_PAGE = 1_000;
    private static final String COLUMNS =
            "sequence, id, occurred_at, action, actor_arn, actor_name, actor_address, outcome, resource, node, session_id, details, follows, previous_hash, hash";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final TransactionTemplate alone;
    private final Clock clock;
    private final Counter entries;
    // Threads of one server queue here and not in the database, whose lock waits time out (H2: 2 s) under a burst.
    private final ReentrantLock turn = new ReentrantLock(true);

    StoredTrail(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
        this.entries = Counter.builder("postern.trail.entries")
                .description("entries written to the trail")
                .register(meters);
    }

    @Override
    public Entry append(NewEntry entry) {
        var storable = CanonicalText.storable(entry);
        turn.lock();
        try {
            var written = Objects.requireNonNull(alone.execute(_ -> chain(storable)));
            entries.increment();
            return written;
        } catch (DataAccessException | TransactionException e) {
            throw new TrailUnwritable(storable.action(), e);
        } finally {
            turn.unlock();
        }
    }

    private Entry chain(NewEntry event) {
        // The update takes the row before it is read: a read first could be of a head that another server moves on.
        jdbc.sql("UPDATE trail_head SET sequence = sequence + 1 WHERE id = 1").update();
        var head = head();
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var id = UUID.randomUUID();
        var entry = new Entry(
                head.sequence(),
                id,
                at,
                event,
                head.hash(),
                CanonicalText.hash(head.hash(), head.sequence(), id, at, event));
        insert(entry);
        jdbc.sql("UPDATE trail_head SET hash = ? WHERE id = 1")
                .param(entry.hash())
                .update();
        return entry;
    }

    private void insert(Entry entry) {
        var event = entry.event();
        jdbc.sql("INSERT INTO trail_entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        entry.sequence(),
                        entry.id(),
                        entry.at().atOffset(ZoneOffset.UTC),
                        event.action(),
                        event.actor().arn(),
                        event.actor().name(),
                        event.actor().address(),
                        event.outcome().name(),
                        event.resource(),
                        event.node(),
                        event.session(),
                        JSON.writeValueAsString(event.details()),
                        event.follows(),
                        entry.previousHash(),
                        entry.hash()))
                .update();
    }

    @Override
    public List<Entry> latest(long before, int limit) {
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + LARGEST_PAGE + ", not " + limit);
        }
        return jdbc.sql("SELECT " + COLUMNS + " FROM trail_entry WHERE sequence < ? ORDER BY sequence DESC LIMIT ?")
                .params(before, limit)
                .query(StoredTrail::entry)
                .list();
    }

    /** Reads page by page up to where the head stands now, so it may run beside appends and needs little memory. */
    @Override
    public Verification verify() {
        var head = head();
        var previous = CanonicalText.BEFORE_THE_FIRST;
        long expected = 1;
        while (expected <= head.sequence()) {
            var page = following(expected - 1, head.sequence());
            if (page.isEmpty()) {
                return new Verification.Broken(expected, "this entry is missing");
            }
            for (var entry : page) {
                if (entry.sequence() != expected) {
                    return new Verification.Broken(expected, "this entry is missing");
                }
                if (!entry.previousHash().equals(previous)) {
                    return new Verification.Broken(expected, "it does not follow from the entry before it");
                }
                previous = CanonicalText.hash(previous, expected, entry.id(), entry.at(), entry.event());
                if (!entry.hash().equals(previous)) {
                    return new Verification.Broken(expected, "its text is not what was written");
                }
                expected++;
            }
        }
        if (!previous.equals(head.hash())) {
            return new Verification.Broken(head.sequence(), "the head names another last entry");
        }
        // Entries first, then the head: appends in between move the head on and cannot look like entries beyond it.
        var last = jdbc.sql("SELECT COALESCE(MAX(sequence), 0) FROM trail_entry")
                .query(Long.class)
                .single();
        return last <= head().sequence()
                ? new Verification.Intact(head.sequence(), head.hash())
                : new Verification.Broken(head.sequence() + 1, "it stands beyond the head");
    }

    /** The next page. */
    List<Entry> following(long after, long upTo) {
        return jdbc.sql("SELECT " + COLUMNS
                        + " FROM trail_entry WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?")
                .params(after, upTo, LARGEST_PAGE)
                .query(StoredTrail::entry)
                .list();
    }

    long lastSequence() {
        return head().sequence();
    }

    /** What the entry before this one has for a hash; zeros where there is none. */
    String hashBefore(long sequence) {
        return jdbc.sql("SELECT hash FROM trail_entry WHERE sequence = ?")
                .param(sequence - 1)
                .query(String.class)
                .optional()
                .orElse(CanonicalText.BEFORE_THE_FIRST);
    }

    private Head head() {
        return jdbc.sql("SELECT sequence, hash FROM trail_head WHERE id = 1")
                .query((row, _) -> new Head(row.getLong("sequence"), row.getString("hash")))
                .single();
    }

    private record Head(long sequence, String hash) {}

    private static Entry entry(ResultSet row, int number) throws SQLException {
        SortedMap<String, String> details =
                JSON.readValue(row.getString("details"), new TypeReference<TreeMap<String, String>>() {});
        var event = new NewEntry(
                row.getString("action"),
                new Actor(row.getString("actor_arn"), row.getString("actor_name"), row.getString("actor_address")),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("resource"),
                row.getString("node"),
                row.getString("session_id"),
                details,
                row.getObject("follows", UUID.class));
        return new Entry(
                row.getLong("sequence"),
                row.getObject("id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                event,
                row.getString("previous_hash"),
                row.getString("hash"));
    }
}
