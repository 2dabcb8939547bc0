package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.keys.KmsRefused.Code;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredKmsKeysTest {
    private final HandClock clock = new HandClock();
    private final Store store;
    private final KmsKeys keys;

    StoredKmsKeysTest(Database database) {
        store = database.fresh();
        keys = new TestKmsKeys(store, clock).keys();
    }

    @Test
    void aNewKeyIsEnabledAndFoundByEveryNameItHas() {
        var key = keys.create("for sessions");
        assertThat(key)
                .isEqualTo(new KmsKey(
                        key.id(),
                        "arn:aws:kms:local:000000000000:key/" + key.id(),
                        "for sessions",
                        new KmsKey.State.Enabled(),
                        HandClock.START,
                        1,
                        HandClock.START,
                        null,
                        new TreeMap<>()));
        var alias = keys.createAlias("alias/sessions", key.id());
        for (var name : new String[] {key.id().toString(), key.arn(), "alias/sessions", alias.arn()})
            assertThat(keys.find(name)).as(name).contains(key);
        assertThat(alias.arn()).isEqualTo("arn:aws:kms:local:000000000000:alias/sessions");
    }

    @Test
    void whatNamesNoKeyHereFindsNone() {
        var key = keys.create("");
        for (var name : new String[] {
            "",
            "alias/other",
            "key/" + key.id(),
            key.id() + "x",
            "arn:aws:kms:eu-west-1:000000000000:key/" + key.id(),
            "arn:aws:kms:local:111122223333:key/" + key.id(),
            "arn:aws:kms:local:000000000000:" + key.id(),
            UUID.randomUUID().toString()
        }) assertThat(keys.find(name)).as(name).isEmpty();
    }

    @Test
    void keysAreListedById() {
        for (int i = 0; i < 5; i++) keys.create("key " + i);
        assertThat(keys.all())
                .hasSize(5)
                .isSortedAccordingTo((a, b) -> a.id().toString().compareTo(b.id().toString()));
    }

    @Test
    void theKeysBytesAreStoredSealed() {
        keys.create("");
        assertThat(store.jdbc()
                        .sql("SELECT sealed FROM kms_key_version")
                        .query(String.class)
                        .list())
                .hasSize(1)
                .allSatisfy(text -> assertThat(text).startsWith("1:"));
    }

    @Test
    void aKeyIsDescribedDisabledAndEnabled() {
        var key = keys.create("");
        keys.describe(key.id(), "another");
        keys.setEnabled(key.id(), false);
        assertThat(now(key).state()).isEqualTo(new KmsKey.State.Disabled());
        assertThat(now(key).description()).isEqualTo("another");
        keys.setEnabled(key.id(), true);
        assertThat(now(key).enabled()).isTrue();
    }

    @Test
    void aKeyIsTaggedAndUntagged() {
        var key = keys.create("", Map.of("team", "web", "Größe", "klein @ 1/2 = x+y_z: -."));
        assertThat(key.tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "web", "Größe", "klein @ 1/2 = x+y_z: -."));
        var other = keys.create("other", Map.of("team", "data"));
        keys.tag(key.id(), Map.of("team", "ops", "cost", ""));
        keys.untag(key.id(), List.of("Größe", "never there"));
        assertThat(now(key).tags()).containsExactly(Map.entry("cost", ""), Map.entry("team", "ops"));
        assertThat(keys.all()).containsExactlyInAnyOrder(now(key), other);
        refuses(Code.NOT_FOUND, () -> keys.tag(UUID.randomUUID(), Map.of("a", "b")));
        refuses(Code.NOT_FOUND, () -> keys.untag(UUID.randomUUID(), List.of("a")));
        keys.scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        refuses(Code.WRONG_STATE, () -> keys.tag(key.id(), Map.of("a", "b")));
        refuses(Code.WRONG_STATE, () -> keys.untag(key.id(), List.of("team")));
        clock.forward(Duration.ofDays(7));
        assertThat(keys.all()).containsExactly(other);
    }

    @Test
    void aWrongTagLeavesTheOthersAsTheyWere() {
        var key = keys.create("", Map.of("team", "web"));
        for (var wrong : List.of(
                Map.of("", "x"),
                Map.of("k".repeat(129), "x"),
                Map.of("k", "v".repeat(257)),
                Map.of("aws:k", "x"),
                Map.of("a<b", "x"),
                Map.of("k", "a\nb"))) {
            refuses(Code.WRONG_TAG, () -> keys.tag(key.id(), wrong));
            refuses(Code.WRONG_TAG, () -> keys.create("", wrong));
        }
        keys.tag(key.id(), Map.of("k".repeat(128), "v".repeat(256)));
        assertThat(now(key).tags()).hasSize(2);
        assertThat(keys.all()).hasSize(1);
    }

    @Test
    void aKeyHasSoManyTagsAndNoMore() {
        var most = IntStream.range(0, KmsKeys.MOST_TAGS).boxed().collect(Collectors.toMap(i -> "tag" + i, i -> "" + i));
        var key = keys.create("", most);
        keys.tag(key.id(), Map.of("tag0", "another value"));
        refuses(Code.LIMIT_EXCEEDED, () -> keys.tag(key.id(), Map.of("more", "")));
        assertThat(now(key).tags()).hasSize(KmsKeys.MOST_TAGS).containsEntry("tag0", "another value");
        var tooMany = new HashMap<>(most);
        tooMany.put("more", "");
        refuses(Code.LIMIT_EXCEEDED, () -> keys.create("", tooMany));
    }

    @Test
    void aPolicyIsKeptAsItWasWritten() {
        var key = keys.create("");
        assertThat(keys.policy(key.id())).isEmpty();
        keys.putPolicy(key.id(), "{ \"Id\":\"ö\" }");
        assertThat(keys.policy(key.id())).contains("{ \"Id\":\"ö\" }");
        keys.scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        refuses(Code.WRONG_STATE, () -> keys.putPolicy(key.id(), "{}"));
        refuses(Code.NOT_FOUND, () -> keys.putPolicy(UUID.randomUUID(), "{}"));
    }

    @Test
    void anAliasIsPointedElsewhereAndDeleted() {
        var one = keys.create("one");
        var other = keys.create("other");
        keys.createAlias("alias/a", one.id());
        refuses(Code.ALREADY_EXISTS, () -> keys.createAlias("alias/a", other.id()));
        clock.forward(Duration.ofMinutes(1));
        keys.pointAlias("alias/a", other.id());
        assertThat(keys.find("alias/a")).contains(other);
        assertThat(keys.aliases())
                .containsExactly(new KmsAlias(
                        "alias/a",
                        "arn:aws:kms:local:000000000000:alias/a",
                        other.id(),
                        HandClock.START,
                        HandClock.START.plusSeconds(60)));
        keys.deleteAlias("alias/a");
        assertThat(keys.find("alias/a")).isEmpty();
        refuses(Code.NOT_FOUND, () -> keys.deleteAlias("alias/a"));
        refuses(Code.NOT_FOUND, () -> keys.pointAlias("alias/a", one.id()));
        refuses(Code.NOT_FOUND, () -> keys.createAlias("alias/b", UUID.randomUUID()));
    }

    @Test
    void aKeyHasSoManyAliasesAndNoMore() {
        var key = keys.create("");
        for (int i = 0; i < KmsKeys.MOST_ALIASES_PER_KEY; i++) keys.createAlias("alias/a" + i, key.id());
        refuses(Code.LIMIT_EXCEEDED, () -> keys.createAlias("alias/more", key.id()));
        keys.pointAlias("alias/a0", key.id());
    }

    @Test
    void aDeletionWaitsAndCanBeCancelled() {
        var key = keys.create("");
        var waiting = keys.scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        assertThat(waiting.state())
                .isEqualTo(new KmsKey.State.PendingDeletion(HandClock.START.plus(Duration.ofDays(7))));
        refuses(Code.WRONG_STATE, () -> keys.setEnabled(key.id(), true));
        refuses(Code.WRONG_STATE, () -> keys.rotate(key.id()));
        refuses(Code.WRONG_STATE, () -> keys.createAlias("alias/a", key.id()));
        refuses(Code.WRONG_STATE, () -> keys.scheduleDeletion(key.id(), KmsKeys.LONGEST_WAIT));
        keys.cancelDeletion(key.id());
        assertThat(now(key).state()).isEqualTo(new KmsKey.State.Disabled());
        refuses(Code.WRONG_STATE, () -> keys.cancelDeletion(key.id()));
    }

    @Test
    void whenItsTimeHasComeTheKeyItsBytesAndItsAliasesAreGone() {
        var key = keys.create("");
        keys.createAlias("alias/a", key.id());
        keys.scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        clock.forward(Duration.ofDays(7));
        assertThat(keys.find(key.id())).isEmpty();
        assertThat(keys.all()).isEmpty();
        assertThat(keys.aliases()).isEmpty();
        refuses(Code.NOT_FOUND, () -> keys.cancelDeletion(key.id()));
        assertThat(store.jdbc()
                        .sql("SELECT COUNT(*) FROM kms_key_version")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void rotationMakesTheNextVersion() {
        var key = keys.create("");
        clock.forward(Duration.ofDays(1));
        var rotated = keys.rotate(key.id());
        assertThat(rotated.version()).isEqualTo(2);
        assertThat(rotated.versionSince()).isEqualTo(HandClock.START.plus(Duration.ofDays(1)));
        keys.setEnabled(key.id(), false);
        refuses(Code.DISABLED, () -> keys.rotate(key.id()));
    }

    @Test
    void rotationIsSwitchedOnAndOff() {
        var key = keys.create("");
        keys.rotateEvery(key.id(), 90);
        assertThat(now(key).rotation()).isEqualTo(new KmsKey.Rotation(90, HandClock.START.plus(Duration.ofDays(90))));
        clock.forward(Duration.ofDays(10));
        assertThat(keys.rotate(key.id()).rotation())
                .as("counts from the last version")
                .isEqualTo(new KmsKey.Rotation(90, HandClock.START.plus(Duration.ofDays(100))));
        keys.rotateEvery(key.id(), null);
        assertThat(now(key).rotation()).isNull();
    }

    @Test
    void twoRotationsAtOnceMakeTwoVersions() throws Exception {
        var key = keys.create("");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var rotations = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<KmsKey>>mapToObj(_ -> () -> keys.rotate(key.id()))
                    .toList());
            for (var rotation : rotations) rotation.get();
        }
        assertThat(now(key).version()).isEqualTo(9);
    }

    private KmsKey now(KmsKey key) {
        return keys.find(key.id()).orElseThrow();
    }

    private static void refuses(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KmsRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
