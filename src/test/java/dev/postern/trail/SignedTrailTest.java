package dev.postern.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.ProvenTrail;
import dev.postern.evidence.TrailEntry;
import dev.postern.evidence.TrailProof;
import dev.postern.keys.SigningKeys;
import dev.postern.keys.TestSigningKeys;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class SignedTrailTest {
    private static final Actor ALICE = new Actor("arn:aws:iam::000000000000:user/alice", "alice", "192.0.2.7");

    private final Store store;
    private final Store another;
    private final HandClock clock = new HandClock();
    private final StoredTrail trail;
    private final SigningKeys keys;
    private final SignedTrail signed;

    SignedTrailTest(Database database) {
        store = database.fresh();
        another = database.fresh();
        trail = new StoredTrail(store.jdbc(), store.transactions(), clock, new SimpleMeterRegistry());
        keys = TestSigningKeys.in(store, clock);
        signed = server();
    }

    @Test
    void signsTheFirstEntryAndThenAfterSoManyMore() {
        signed.signIfDue();
        assertThat(checkpoints()).isEmpty();
        append(1);
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
        append(9);
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
        append(1);
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L, 11L);
    }

    @Test
    void signsEachHourIfThereIsAnythingNew() {
        append(1);
        signed.signIfDue();
        clock.forward(Duration.ofHours(2));
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
        append(1);
        signed.signIfDue();
        append(1);
        clock.forward(Duration.ofHours(1).minusMillis(1));
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L, 2L);
        clock.forward(Duration.ofMillis(1));
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void serversThatSignTheSameEntryAgree() {
        append(1);
        signed.signIfDue();
        server().signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
    }

    @Test
    void whatIsExportedIsProvenByItself() throws Exception {
        append(3);
        signed.signIfDue();
        append(2_100);
        signed.signIfDue();
        append(2);

        var proven = prove(export(1, Long.MAX_VALUE));

        assertThat(proven.first()).isEqualTo(1);
        assertThat(proven.last()).isEqualTo(2_105);
        assertThat(proven.checkpoints()).isEqualTo(3);
        assertThat(proven.signers()).containsExactly(keys.all().getFirst().fingerprint());
        assertThat(prove(export(2, 2_000)).entries()).isEqualTo(1_999);
        assertThat(prove(export(7, 7)).entries()).isEqualTo(1);
        assertThat(prove(export(1, Long.MAX_VALUE)).checkpoints())
                .as("with those of the exports")
                .isEqualTo(5);
    }

    @Test
    void entriesAreExportedWithAllTheyHave() throws Exception {
        var full = trail.append(NewEntry.of("StartSession", ALICE, Outcome.ALLOWED)
                .on("arn:aws:ssm:local:000000000000:managed-instance/mi-0123456789abcdef0")
                .node("mi-0123456789abcdef0")
                .session("admin-0a1b2c")
                .with("reason", "näh, 日本 \\ = \n \r \"quoted\" 🚪 \u2028 \0")
                .with("a=b\n", "")
                .follows(UUID.randomUUID()));
        trail.append(NewEntry.of("Noted", Actor.anonymous(null), Outcome.NOTED));
        var entries = new ArrayList<TrailEntry>();
        TrailProof.prove(new ByteArrayInputStream(export(1, 2)), entries::add, Map.of());
        assertThat(entries).first().isEqualTo(CanonicalText.evidence(1, full.id(), full.at(), full.event()));
        assertThat(entries.get(1).actor().address()).isNull();
    }

    @Test
    void anExportOfNothingIsRefused() {
        append(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> export(3, 5))
                .withMessage("the trail has no entries from 3 to 5");
        assertThatIllegalArgumentException().isThrownBy(() -> export(0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> export(2, 1));
    }

    @Test
    void whatWasTamperedWithIsNotSignedAndNamedInTheExport() throws IOException {
        append(1);
        signed.signIfDue();
        append(20);
        tamper("UPDATE trail_entry SET actor_name = 'somebody' WHERE sequence = 5");
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
        assertThatThrownBy(() -> prove(export(1, 21)))
                .hasMessage("entry 5 is not what was written: its hash does not come out");
        tamper("DELETE FROM trail_entry WHERE sequence = 5");
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
        assertThatThrownBy(() -> prove(export(1, 21))).hasMessage("entry 5 is missing: entry 6 stands in its place");
        assertThatThrownBy(() -> prove(export(6, 21)))
                .hasMessage("entry 6 is not what was written: its hash does not come out");
    }

    @Test
    void aPastThatIsMadeAnewDoesNotAgreeWithWhatWasSigned() throws Exception {
        append(11);
        signed.signIfDue();
        var other = new StoredTrail(store.jdbc(), store.transactions(), clock, new SimpleMeterRegistry());
        tamper("DELETE FROM trail_entry");
        tamper("UPDATE trail_head SET sequence = 0, hash = '" + CanonicalText.BEFORE_THE_FIRST + "'");
        for (var i = 0; i < 30; i++) other.append(NewEntry.of("Innocent", ALICE, Outcome.ALLOWED));
        assertThat(trail.verify()).as("the chain alone shows nothing").isInstanceOf(Trail.Verification.Intact.class);

        signed.signIfDue();

        assertThat(checkpoints()).containsExactly(11L);
        assertThatThrownBy(() -> prove(export(1, 30)))
                .hasMessage(
                        "the checkpoint of entry 11 was signed for another one: of entries 1 to 11 something was changed, and hashed anew");
        tamper("DELETE FROM trail_checkpoint");
        signed.signIfDue();
        assertThat(checkpoints()).as("this server remembers that it signed").isEmpty();
    }

    @Test
    void aCheckpointThatWasNotSignedIsNotBuiltUpon() {
        append(1);
        signed.signIfDue();
        append(20);
        tamper("UPDATE trail_checkpoint SET sequence = 2, hash = (SELECT hash FROM trail_entry WHERE sequence = 2)");
        server().signIfDue();
        assertThat(checkpoints()).containsExactly(2L);
    }

    @Test
    void aCheckpointByAnotherKeyIsNotBuiltUpon() {
        append(1);
        server(TestSigningKeys.in(another, clock)).signIfDue();
        append(20);
        signed.signIfDue();
        assertThat(checkpoints()).containsExactly(1L);
    }

    private SignedTrail server(SigningKeys keys) {
        return new SignedTrail(trail, store.jdbc(), keys, new TrailSettings(10, Duration.ofHours(1)), clock);
    }

    private SignedTrail server() {
        return server(keys);
    }

    private void append(int entries) {
        for (var i = 0; i < entries; i++)
            trail.append(NewEntry.of("ConsoleLogin", ALICE, Outcome.ALLOWED).with("method", "password"));
    }

    private List<Long> checkpoints() {
        return store.jdbc()
                .sql("SELECT sequence FROM trail_checkpoint ORDER BY sequence")
                .query(Long.class)
                .list();
    }

    private void tamper(String sql) {
        store.jdbc().sql(sql).update();
    }

    private byte[] export(long first, long last) throws IOException {
        var out = new ByteArrayOutputStream();
        signed.write(first, last, out);
        return out.toByteArray();
    }

    private static ProvenTrail prove(byte[] bundle) throws IOException, Damaged {
        return TrailProof.prove(new ByteArrayInputStream(bundle), _ -> {}, Map.of());
    }
}
