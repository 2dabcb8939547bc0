package dev.postern.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Trail.Verification.Broken;
import dev.postern.trail.Trail.Verification.Intact;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

@OnEveryDatabase
class StoredTrailTest {
    private static final Actor ADMIN = new Actor("arn:aws:iam::000000000000:user/admin", "admin", "192.0.2.7");

    private final Store store;
    private final HandClock clock = new HandClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StoredTrail trail;

    StoredTrailTest(Database database) {
        store = database.fresh();
        trail = anotherServer();
    }

    @Test
    void numbersEntriesFromOneAndChainsEachToTheOneBefore() {
        var first = trail.append(login());
        clock.forward(Duration.ofSeconds(3));
        var second = trail.append(login().follows(first.id()));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previousHash()).isEqualTo("0".repeat(64));
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(second.at()).isEqualTo(first.at().plusSeconds(3));
        assertThat(trail.verify()).isEqualTo(new Intact(2, second.hash()));
    }

    @Test
    void anEmptyTrailIsIntact() {
        assertThat(trail.verify()).isEqualTo(new Intact(0, "0".repeat(64)));
    }

    @Test
    void givesBackWhatWasWritten() {
        var full = NewEntry.of("StartSession", ADMIN, Outcome.ALLOWED)
                .on("arn:aws:ssm:local:000000000000:managed-instance/mi-0123456789abcdef0")
                .node("mi-0123456789abcdef0")
                .session("admin-0a1b2c")
                .with("reason", "näh, 日本 \\ = \n \r \"quoted\" 🚪")
                .with("a=b\n", "")
                .follows(UUID.randomUUID());
        var bare = NewEntry.of("Noted", Actor.anonymous(null), Outcome.NOTED);

        var written = List.of(trail.append(full), trail.append(bare));

        assertThat(trail.latest(Long.MAX_VALUE, 10)).containsExactlyElementsOf(written.reversed());
        assertThat(written.getFirst().event()).isEqualTo(full);
        assertThat(trail.verify()).isInstanceOf(Intact.class);
    }

    @Test
    void pagesBackwardsFromTheNewest() {
        IntStream.range(0, 5).forEach(_ -> trail.append(login()));

        assertThat(trail.latest(Long.MAX_VALUE, 2)).extracting(Entry::sequence).containsExactly(5L, 4L);
        assertThat(trail.latest(4, 2)).extracting(Entry::sequence).containsExactly(3L, 2L);
        assertThat(trail.latest(1, 2)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> trail.latest(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> trail.latest(1, 1_001));
    }

    @Test
    void storesWhateverTextItIsGiven() {
        var entry = trail.append(NewEntry.of("x".repeat(500), Actor.anonymous("y".repeat(500)), Outcome.DENIED)
                .on("z".repeat(5_000))
                .with("long", "v".repeat(10_000))
                .with("nul \0 and half a pair \ud83d", "\0\udeaa"));

        assertThat(trail.verify()).isEqualTo(new Intact(1, entry.hash()));
        assertThat(entry.event().resource()).hasSize(2048).endsWith("…");
        assertThat(entry.event().details()).containsEntry("nul \ufffd and half a pair \ufffd", "\ufffd\ufffd");
    }

    @Test
    void staysGaplessAndChainedWhenSeveralServersAppendAtOnce() throws Exception {
        var servers = List.of(trail, anotherServer(), anotherServer());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var appends = IntStream.range(0, 120)
                    .<Callable<Entry>>mapToObj(
                            i -> () -> servers.get(i % servers.size()).append(login()))
                    .toList();
            for (var append : threads.invokeAll(appends)) {
                append.get();
            }
        }
        assertThat(trail.verify())
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.entries()).isEqualTo(120));
        assertThat(trail.latest(Long.MAX_VALUE, 1_000).reversed())
                .extracting(Entry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 120).boxed().toList());
    }

    @Test
    void anEntryStaysWhenTheTransactionAroundItIsRolledBack() {
        new TransactionTemplate(store.transactions()).executeWithoutResult(around -> {
            trail.append(login());
            around.setRollbackOnly();
        });
        assertThat(trail.latest(Long.MAX_VALUE, 10)).hasSize(1);
    }

    @Test
    void findsChangedText() {
        append(3);
        tamper("UPDATE trail_entry SET actor_name = 'somebody' WHERE sequence = 2");
        assertThat(trail.verify()).isEqualTo(new Broken(2, "its text is not what was written"));
    }

    @Test
    void findsAChangedTime() {
        append(3);
        tamper(
                "UPDATE trail_entry SET occurred_at = TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00+00:00' WHERE sequence = 3");
        assertThat(trail.verify()).isEqualTo(new Broken(3, "its text is not what was written"));
    }

    @Test
    void findsAnEntryTakenOut() {
        append(3);
        tamper("DELETE FROM trail_entry WHERE sequence = 2");
        assertThat(trail.verify()).isEqualTo(new Broken(2, "this entry is missing"));
    }

    @Test
    void findsATailCutOff() {
        append(3);
        tamper("DELETE FROM trail_entry WHERE sequence >= 2");
        assertThat(trail.verify()).isEqualTo(new Broken(2, "this entry is missing"));
    }

    @Test
    void findsATailCutOffTogetherWithAnEarlierHead() {
        append(3);
        tamper("UPDATE trail_head SET sequence = 2");
        assertThat(trail.verify()).isEqualTo(new Broken(2, "the head names another last entry"));
    }

    @Test
    void findsEntriesBeyondTheHead() {
        append(3);
        tamper("UPDATE trail_head SET sequence = 2, hash = (SELECT hash FROM trail_entry WHERE sequence = 2)");
        assertThat(trail.verify()).isEqualTo(new Broken(3, "it stands beyond the head"));
    }

    @Test
    void verifiesMoreThanOnePage() {
        append(2_100);
        assertThat(trail.verify())
                .isInstanceOfSatisfying(
                        Intact.class, intact -> assertThat(intact.entries()).isEqualTo(2_100));
    }

    @Test
    void saysWhenItCannotWrite() {
        tamper("DROP TABLE trail_entry");
        assertThatThrownBy(() -> trail.append(login()))
                .isInstanceOf(TrailUnwritable.class)
                .hasMessageContaining("ConsoleLogin");
    }

    @Test
    void countsItsEntries() {
        append(2);
        assertThat(meters.get("postern.trail.entries").counter().count()).isEqualTo(2);
    }

    private StoredTrail anotherServer() {
        return new StoredTrail(store.jdbc(), store.transactions(), clock, meters);
    }

    private void append(int entries) {
        IntStream.range(0, entries).forEach(_ -> trail.append(login()));
    }

    private void tamper(String sql) {
        store.jdbc().sql(sql).update();
    }

    private static NewEntry login() {
        return NewEntry.of("ConsoleLogin", ADMIN, Outcome.ALLOWED).with("method", "password");
    }
}
