package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredAccessKeysTest {
    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final StoredAccessKeys keys;

    StoredAccessKeysTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, clock);
        keys = identity.accessKeys;
        identity.users.create("alice", TestIdentity.PASSWORD, Set.of("operators"));
    }

    @Test
    void aKeyIsShapedAsIamHasIt() {
        var made = keys.create("alice");
        assertThat(made.key().id()).matches("PKIA[A-Z2-7]{16}");
        assertThat(made.secretAccessKey()).hasSize(40);
        assertThat(made.key()).isEqualTo(new AccessKey(made.key().id(), "alice", true, HandClock.START, null, null));
    }

    @Test
    void aKeyIsFoundWithItsSecretAfterARestartToo() {
        var made = keys.create("alice");
        assertThat(keys.find(made.key().id())).contains(made);
        assertThat(new TestIdentity(store, clock).accessKeys.find(made.key().id()))
                .contains(made);
    }

    @Test
    void theSecretIsStoredSealed() {
        var made = keys.create("alice");
        var stored = store.jdbc()
                .sql("SELECT sealed_secret FROM access_key")
                .query(String.class)
                .single();
        assertThat(stored).startsWith("1:").doesNotContain(made.secretAccessKey());
    }

    @Test
    void whatIsNoKeyIsNotFound() {
        assertThat(keys.find("PKIAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(keys.find("")).isEmpty();
        assertThat(keys.find("x' OR '1'='1")).isEmpty();
    }

    @Test
    void bothHalvesCanBeGivenOnce() {
        var adopted = keys.adopt("alice", "PKIAFROMTHESETTINGS1", "not-a-real-secret-from-settings");
        assertThat(keys.find("PKIAFROMTHESETTINGS1")).contains(adopted);
        assertThatIllegalArgumentException().isThrownBy(() -> keys.adopt("alice", "short", "not-a-real-secret-at-all"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.adopt("alice", "PKIAFROMTHESETTINGS2", "with space in it"));
    }

    @Test
    void aDisabledKeySpeaksForNobodyAtOnce() {
        var id = keys.create("alice").key().id();
        keys.find(id);
        keys.setEnabled(id, false);
        var found = keys.find(id).orElseThrow().key();
        assertThat(found.enabled()).isFalse();
        assertThat(keys.callerFor(found, null)).isEmpty();
    }

    @Test
    void aDeletedKeyIsGoneAtOnce() {
        var id = keys.create("alice").key().id();
        keys.find(id);
        keys.delete(id);
        assertThat(keys.find(id)).isEmpty();
        assertThat(keys.of("alice")).isEmpty();
    }

    @Test
    void aKeySpeaksForItsUserWhileThatOneIsEnabled() {
        var key = keys.create("alice").key();
        assertThat(keys.callerFor(key, "192.0.2.7"))
                .contains(identity.caller("alice", Set.of()).signedWith(key.id()));
        identity.users.setEnabled("alice", false);
        assertThat(keys.callerFor(key, "192.0.2.7")).isEmpty();
    }

    @Test
    void theLastUseIsWrittenAtMostOnceAMinute() {
        var id = keys.create("alice").key().id();
        keys.used(id, use(HandClock.START, "ssm"));
        keys.used(id, use(HandClock.START.plusSeconds(59), "sts"));
        assertThat(lastUse()).isEqualTo(use(HandClock.START, "ssm"));
        keys.used(id, use(HandClock.START.plus(Duration.ofMinutes(1)), "sts"));
        assertThat(lastUse()).isEqualTo(use(HandClock.START.plusSeconds(60), "sts"));
    }

    @Test
    void whatIsNoAccessKeyHasNoLastUse() {
        keys.used("ASIAISNOACCESSKEYATALL", use(HandClock.START, "ssm"));
        assertThat(keys.of("alice")).isEmpty();
    }

    @Test
    void aKeyIsFoundBeyondItsEndSoThatItsHolderHearsOfIt() {
        var end = HandClock.START.plus(Duration.ofDays(30));
        var id = keys.newId();
        var made = keys.create(id, "alice", end);
        assertThat(made.key().id()).isEqualTo(id);
        assertThat(made.key().expiresAt()).isEqualTo(end);
        assertThat(new TestIdentity(store, clock).accessKeys.find(id)).contains(made);
        assertThat(made.key().good(end.minusMillis(1))).isTrue();
        assertThat(made.key().expired(end)).isTrue();
        assertThat(made.key().good(end)).isFalse();
    }

    @Test
    void aKeyDoesNotEndBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.create(keys.newId(), "alice", HandClock.START))
                .withMessageContaining("ends in the future");
        assertThat(keys.of("alice")).isEmpty();
    }

    @Test
    void aUserHasTwoKeysAtMostHoweverManyAskAtOnce() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var refused = threads
                    .invokeAll(IntStream.range(0, 8)
                            .<Callable<AccessKeys.Secret>>mapToObj(_ -> () -> keys.create("alice"))
                            .toList())
                    .stream()
                    .filter(made -> made.state() == Future.State.FAILED)
                    .map(made -> made.exceptionNow())
                    .toList();
            assertThat(refused).hasSize(6).hasOnlyElementsOfType(AccessKeysExhausted.class);
        }
        assertThat(keys.of("alice")).hasSize(2);
    }

    @Test
    void nobodyMakesAKeyForNobody() {
        assertThatThrownBy(() -> keys.create("nobody")).hasMessageContaining("no such user");
    }

    private AccessKey.@Nullable LastUse lastUse() {
        return keys.of("alice").getFirst().lastUse();
    }

    private static AccessKey.LastUse use(Instant at, String service) {
        return new AccessKey.LastUse(at, service, "local");
    }
}
