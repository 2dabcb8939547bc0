package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class MasterKeyRotationTest {
    private static final SecretKey FIRST = TestSecrets.key("0123456789abcdef-not-a-real-key-");
    private static final SecretKey SECOND = TestSecrets.key("another-key-that-is-not-real----");
    private static final SecretKey THIRD = TestSecrets.key("a-third-key-that-is-not-real----");
    private static final SealedColumn COLUMN = new SealedColumn("things", "name", "sealed_thing", "thing");

    private final Store store;
    private final SecureRandom random = new SecureRandom();

    MasterKeyRotationTest(Database database) {
        store = database.fresh();
        store.jdbc()
                .sql("CREATE TABLE things (name VARCHAR(16) PRIMARY KEY, sealed_thing VARCHAR(256) NOT NULL)")
                .update();
    }

    @Test
    void theMasterKeyThatWroteTheDatabaseOpensItAgain() {
        assertThat(start(FIRST).rotated()).isNull();
        assertThat(start(FIRST)).isEqualTo(new MasterKeyRotation.Settled(KeyRing.of(1, FIRST), null));
    }

    @Test
    void anotherMasterKeyIsRefusedAtTheStartByTheNameOfTheSetting() {
        start(FIRST);
        assertThatThrownBy(() -> start(SECOND))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("postern.master-key")
                .hasMessageContaining("master.key");
        assertThatThrownBy(() -> start(SECOND, THIRD)).isInstanceOf(MasterKeyRefused.class);
    }

    @Test
    void aNewKeyWithThePreviousOneSealsEverythingAnew() {
        keep("a", start(FIRST));
        keep("b", start(FIRST));

        var settled = start(SECOND, FIRST);

        assertThat(settled.rotated()).isEqualTo(new MasterKeyRotated(2, 2));
        assertThat(settled.ring()).isEqualTo(KeyRing.of(2, SECOND));
        assertThat(opened("a", settled)).isEqualTo("secret of a");
        assertThat(opened("b", settled)).isEqualTo("secret of b");
        assertThat(sealed("a")).startsWith("2:");
    }

    @Test
    void thePreviousKeyIsGoodForNothingAfterwards() {
        start(FIRST);
        start(SECOND, FIRST);
        assertThatThrownBy(() -> start(FIRST)).isInstanceOf(MasterKeyRefused.class);
        assertThat(start(SECOND).rotated()).isNull();
        assertThat(start(SECOND, FIRST).rotated()).as("still set, does no harm").isNull();
    }

    @Test
    void keysCanBeChangedAgainAndAgain() {
        keep("a", start(FIRST));
        start(SECOND, FIRST);
        var settled = start(THIRD, FIRST, SECOND);
        assertThat(settled.ring().current()).isEqualTo(3);
        assertThat(opened("a", settled)).isEqualTo("secret of a");
    }

    @Test
    void oneSecretThatDoesNotOpenLeavesEverythingAsItWas() {
        var before = start(FIRST);
        keep("a", before);
        store.jdbc().sql("INSERT INTO things VALUES ('broken', '1:AAAA')").update();

        assertThatThrownBy(() -> start(SECOND, FIRST))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("broken")
                .hasMessageContaining("things.sealed_thing");

        assertThat(opened("a", start(FIRST))).isEqualTo("secret of a");
    }

    @Test
    void aFreshDatabaseNeedsNoPreviousKey() {
        assertThat(start(SECOND, FIRST)).isEqualTo(new MasterKeyRotation.Settled(KeyRing.of(1, SECOND), null));
    }

    private MasterKeyRotation.Settled start(SecretKey current, SecretKey... previous) {
        return new MasterKeyRotation(store.jdbc(), store.transactions(), List.of(COLUMN), random)
                .settle(new MasterKeys(current, Arrays.asList(previous)));
    }

    private void keep(String name, MasterKeyRotation.Settled settled) {
        var text = ("secret of " + name).getBytes(StandardCharsets.US_ASCII);
        store.jdbc()
                .sql("INSERT INTO things (name, sealed_thing) VALUES (?, ?)")
                .params(name, new SealedSecrets(settled.ring(), random).seal(text, COLUMN.purposeOf(name)))
                .update();
    }

    private String sealed(String name) {
        return store.jdbc()
                .sql("SELECT sealed_thing FROM things WHERE name = ?")
                .param(name)
                .query(String.class)
                .single();
    }

    private String opened(String name, MasterKeyRotation.Settled settled) {
        return new String(
                new SealedSecrets(settled.ring(), random).open(sealed(name), COLUMN.purposeOf(name)),
                StandardCharsets.US_ASCII);
    }
}
