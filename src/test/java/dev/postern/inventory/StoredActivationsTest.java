package dev.postern.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.inventory.Activations.Registered.Accepted;
import dev.postern.inventory.Activations.Registered.Refused;
import dev.postern.inventory.Activations.Registration;
import dev.postern.inventory.Activations.Wanted;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredActivationsTest {
    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestInventory inventory;
    private final StoredActivations activations;

    StoredActivationsTest(Database database) {
        store = database.fresh();
        inventory = new TestInventory(store, clock);
        activations = inventory.activations;
    }

    @Test
    void anActivationIsGoodForADayUnlessToldOtherwise() {
        var made = activations.create(wanted(3, null), "arn:admin").activation();
        assertThat(made.expiresAt()).isEqualTo(HandClock.START.plus(Duration.ofHours(24)));
        assertThat(made.createdBy()).isEqualTo("arn:admin");
        assertThat(activations.all()).containsExactly(made);
    }

    @Test
    void theCodeIsShownOnceAndKeptAsAHash() {
        var made = activations.create(wanted(1, null), "arn:admin");
        assertThat(made.code()).matches("[a-z2-9]{32}");
        assertThat(store.jdbc()
                        .sql("SELECT code_hash FROM activation")
                        .query(String.class)
                        .single())
                .hasSize(64)
                .doesNotContain(made.code());
    }

    @Test
    void aNodeThatRegistersTakesNameRoleAndTagsFromTheActivation() {
        var made = activations.create(
                new Wanted("for the shop", "shop", "some-role", 1, null, Map.of("stage", "test")), "arn:admin");
        var registration = TestInventory.with(made);

        var id = accepted(activations.register(registration));

        assertThat(inventory.nodes.find(id))
                .contains(new Node(
                        id,
                        "shop",
                        Facts.UNKNOWN,
                        new java.util.TreeMap<>(Map.of("stage", "test")),
                        NodeStatus.NEVER_CONNECTED,
                        made.activation().id(),
                        "some-role",
                        HandClock.START,
                        null));
        assertThat(inventory.nodes.publicKey(id)).contains(TestInventory.KEY);
        assertThat(inventory.nodes.fingerprint(id)).contains(registration.fingerprint());
        assertThat(inventory.changes).containsExactly(new NodeChanged(id, NodeChanged.What.REGISTERED));
        assertThat(activations.all())
                .first()
                .extracting(Activation::registrations)
                .isEqualTo(1);
    }

    @Test
    void aRegistrationIsWrittenWithTheNodeItMakes() {
        var id = accepted(activations.register(
                TestInventory.with(activations.create(wanted(1, null), "arn:admin")), "192.0.2.7"));
        assertThat(events()).singleElement().satisfies(entry -> {
            assertThat(entry.event().action()).isEqualTo("RegisterManagedInstance");
            assertThat(entry.event().outcome()).isEqualTo(Outcome.ALLOWED);
            assertThat(entry.event().node()).isEqualTo(id.value());
            assertThat(entry.event().actor().address()).isEqualTo("192.0.2.7");
        });
    }

    @Test
    void aWrongCodeAndAnUnknownActivationAreRefused() {
        var made = activations.create(wanted(1, null), "arn:admin");
        assertThat(refused(TestInventory.with(made.activation().id(), "not-the-code-not-the-code")))
                .isEqualTo("the code is wrong");
        assertThat(refused(TestInventory.with(UUID.randomUUID().toString(), made.code())))
                .isEqualTo("no such activation");
        assertThat(refused(TestInventory.with("' OR 1=1 --\0", made.code()))).isEqualTo("no such activation");
        assertThat(refused(TestInventory.with(made.activation().id(), "x".repeat(100_000))))
                .isEqualTo("the code is wrong");
        assertThat(refused(TestInventory.with(made.activation().id(), ""))).isEqualTo("the code is wrong");
    }

    @Test
    void ofABurstOfRefusalsOneIsWritten() {
        var wrong = TestInventory.with(UUID.randomUUID().toString(), "not-the-code-not-the-code");
        for (int i = 0; i < 5; i++) {
            activations.register(wrong, "192.0.2.7");
        }
        assertThat(events()).singleElement().satisfies(entry -> {
            assertThat(entry.event().outcome()).isEqualTo(Outcome.DENIED);
            assertThat(entry.event().details()).containsEntry("because", "no such activation");
        });
        assertThat(inventory
                        .meters
                        .get("postern.registrations.refused")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void anExpiredActivationLetsNobodyIn() {
        var made = activations.create(wanted(1, HandClock.START.plusSeconds(60)), "arn:admin");
        clock.forward(Duration.ofSeconds(60));
        assertThat(refused(TestInventory.with(made))).startsWith("the activation expired at");
    }

    @Test
    void aDeletedActivationLetsNobodyInAndItsNodesStay() {
        var made = activations.create(wanted(2, null), "arn:admin");
        var node = accepted(activations.register(TestInventory.with(made)));
        assertThat(activations.delete(made.activation().id())).isTrue();
        assertThat(activations.delete(made.activation().id())).isFalse();
        assertThat(refused(TestInventory.with(made))).isEqualTo("no such activation");
        assertThat(inventory.nodes.find(node)).isPresent();
    }

    @Test
    void twoNodesNeverShareTheLastPlaceThoughTheyAskSeveralServersAtOnce() throws InterruptedException {
        var made = activations.create(wanted(3, null), "arn:admin");
        var servers = List.of(inventory, new TestInventory(store, clock));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = threads
                    .invokeAll(IntStream.range(0, 12)
                            .<Callable<Activations.Registered>>mapToObj(
                                    i -> () -> servers.get(i % 2).activations.register(TestInventory.with(made)))
                            .toList())
                    .stream()
                    .collect(Collectors.groupingBy(one -> one.resultNow().getClass(), Collectors.counting()));
            assertThat(outcomes).isEqualTo(Map.of(Accepted.class, 3L, Refused.class, 9L));
        }
        assertThat(inventory.nodes.all()).hasSize(3);
        assertThat(activations.all().getFirst().usedUp()).isTrue();
    }

    @Test
    void aRegistrationThatFailsGivesItsPlaceBackAndIsWrittenAsFailed() {
        var made = activations.create(wanted(1, null), "arn:admin");
        store.jdbc()
                .sql("ALTER TABLE node ADD CONSTRAINT full_up CHECK (id = '')")
                .update();
        assertThatThrownBy(() -> activations.register(TestInventory.with(made))).isNotNull();
        assertThat(activations.all().getFirst().registrations()).isZero();
        assertThat(events())
                .extracting(entry -> entry.event().outcome())
                .containsExactly(Outcome.FAILED, Outcome.ALLOWED);
        assertThat(events().getFirst().event().follows())
                .isEqualTo(events().getLast().id());
    }

    @Test
    void onlyRsaKeysOfProperSizeAreAccepted() {
        var made = activations.create(wanted(1, null), "arn:admin");
        assertThat(refused(withKey(made, TestInventory.publicKey("RSA", 1_024).getEncoded())))
                .contains("1024 bits");
        assertThat(refused(withKey(made, TestInventory.publicKey("EC", 256).getEncoded())))
                .contains("no RSA key");
        assertThat(refused(withKey(made, new byte[0]))).contains("no RSA key");
        assertThat(refused(withKey(made, new byte[5_000]))).contains("longer than");
        assertThat(activations.all().getFirst().registrations()).isZero();
    }

    @Test
    void theFingerprintIsShortAndPlain() {
        var made = activations.create(wanted(1, null), "arn:admin");
        assertThat(refused(
                        new Registration(made.activation().id(), made.code(), "a b", TestInventory.KEY.getEncoded())))
                .contains("fingerprint");
    }

    @Test
    void everyRuleOfAnActivationIsNamedWhenBroken() {
        assertThatRefused(new Wanted("x".repeat(257), "", "r", 1, null, Map.of()), "description");
        assertThatRefused(new Wanted("", "x".repeat(257), "r", 1, null, Map.of()), "name");
        assertThatRefused(new Wanted("", "two\nlines", "r", 1, null, Map.of()), "name");
        assertThatRefused(new Wanted("", "", "x".repeat(65), 1, null, Map.of()), "role");
        assertThatRefused(wanted(0, null), "1 to 1000");
        assertThatRefused(wanted(1_001, null), "1 to 1000");
        assertThatRefused(wanted(1, HandClock.START), "future");
        assertThatRefused(wanted(1, HandClock.START.plus(Duration.ofDays(31))), "30 days");
        assertThatRefused(new Wanted("", "", "r", 1, null, Map.of("", "v")), "key");
        assertThatRefused(new Wanted("", "", "r", 1, null, Map.of("k", "v".repeat(257))), "value");
        assertThat(activations.all()).isEmpty();
    }

    private void assertThatRefused(Wanted wanted, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> activations.create(wanted, "arn:admin"))
                .withMessageContaining(rule);
    }

    private String refused(Registration registration) {
        return ((Refused) activations.register(registration)).why();
    }

    private static NodeId accepted(Activations.Registered registered) {
        return ((Accepted) registered).node();
    }

    private static Registration withKey(Activations.Created made, byte[] key) {
        return new Registration(
                made.activation().id(), made.code(), UUID.randomUUID().toString(), key);
    }

    private static Wanted wanted(int limit, @Nullable Instant expiresAt) {
        return new Wanted("", "", "any", limit, expiresAt, Map.of());
    }

    private List<Entry> events() {
        return inventory.trail.latest(Long.MAX_VALUE, 100);
    }
}
