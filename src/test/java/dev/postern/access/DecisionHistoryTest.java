package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.access.HistoryRecords.Row;
import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@OnEveryDatabase
class DecisionHistoryTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final String NODE = "mi-00000000000000001";

    private final Store store;
    private final ReplayUnderTest house;
    private final Caller alice;

    DecisionHistoryTest(Database database) {
        store = database.fresh();
        house = new ReplayUnderTest(store);
        alice = house.user("alice", Map.of());
        house.policies.attach(
                ReplayUnderTest.user("alice"), house.policy("Nodes", ReplayUnderTest.startsOnNodesOf("web")));
    }

    @Test
    void whatIsDecidedAlikeOnADayIsOneRowWithItsCount() {
        house.starts(alice, NODE, "web");
        house.clock.forward(Duration.ofMinutes(5));
        house.starts(alice, NODE, "web");
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.times()).isEqualTo(2);
            assertThat(row.allowed()).isTrue();
            assertThat(row.arn()).isEqualTo(alice.arn());
            assertThat(row.first()).isEqualTo(HandClock.START);
            assertThat(row.last()).isEqualTo(HandClock.START.plus(Duration.ofMinutes(5)));
        });
    }

    @Test
    void countsGoOnAfterTheyWereWritten() {
        house.starts(alice, NODE, "web");
        house.history.flush();
        house.starts(alice, NODE, "web");
        assertThat(rows()).extracting(Row::times).containsExactly(2L);
    }

    @Test
    void anotherAnswerAnotherNodeAnotherFactorAndAnotherDayAreRowsOfTheirOwn() {
        house.starts(alice, NODE, "web");
        house.starts(alice, NODE, "database");
        house.starts(alice, "mi-00000000000000002", "web");
        house.starts(alice.assured(new Assurance(true, null, null)), NODE, "web");
        assertThat(rows()).hasSize(4).extracting(Row::allowed).containsExactlyInAnyOrder(true, true, true, false);
        house.clock.forward(Duration.ofDays(1));
        house.starts(alice, NODE, "web");
        house.history.flush();
        assertThat(house.records.days(TODAY)).containsExactly(TODAY.plusDays(1), TODAY);
    }

    @Test
    void anotherAddressAndAnotherAgeOfTheStepUpAreNot() {
        var before = HandClock.START.minusSeconds(60);
        for (int i = 1; i <= 3; i++) {
            house.clock.forward(Duration.ofSeconds(i));
            var elsewhere =
                    new Caller(alice.arn(), alice.name(), alice.groups(), null, "192.0.2." + i, alice.standing());
            house.starts(elsewhere.assured(new Assurance(true, null, before)), NODE, "web");
        }
        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(Asked.circumstances(row.circumstances()))
                        .containsEntry("aws:SourceIp", "192.0.2.3")
                        .containsEntry("postern:StepUpAge", "66"));
    }

    @Test
    void tagsAreKeptAsTheyWereThen() {
        house.starts(alice, NODE, "web");
        house.tags.clear();
        assertThat(rows())
                .singleElement()
                .satisfies(row -> assertThat(
                                Asked.legs(row.legs()).legs().getFirst().tags())
                        .containsExactlyEntriesOf(new TreeMap<>(Map.of("team", "web"))));
    }

    @Test
    void questionsForButtonsAndListsAreNotKept() {
        var request = AccessRequest.of(alice, "ssm:DescribeSessions", "*");
        house.gate.decide(request);
        house.gate.allows(request);
        assertThat(rows()).isEmpty();
    }

    @Test
    void noSecretIsKept() {
        var signed = new Caller(alice.arn(), alice.name(), Set.of(), "AKIAEXAMPLE", "192.0.2.7", alice.standing());
        house.gate.perform(
                AccessRequest.of(
                        signed,
                        Leg.of("sts:AssumeRole", TestGate.ACCOUNT.role("x")).where("sts:ExternalId", "opensesame")),
                () -> 1);
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.toString()).doesNotContain("opensesame").doesNotContain("AKIAEXAMPLE");
            assertThat(Asked.legs(row.legs()).whole()).isFalse();
        });
    }

    @Test
    void nodesAreNotInIt() {
        var node = new Caller(
                "arn:aws:ssm:local:000000000000:managed-instance/" + NODE,
                NODE,
                Set.of(),
                "ASIAX",
                null,
                new Standing.OfNode());
        house.gate.perform(AccessRequest.of(node, "kms:Decrypt", "*"), () -> 1);
        assertThat(rows()).isEmpty();
    }

    @Test
    void aRequestAboutManyThingsIsToldApart() {
        var request = AccessRequest.of(alice, Leg.of("ssm:StartSession", ReplayUnderTest.SHELL));
        for (int i = 1; i <= 5; i++)
            request = request.and(Leg.of("ssm:StartSession", TestGate.ACCOUNT.node("mi-%017x".formatted(i)))
                    .tagged(Map.of("team", "web")));
        house.gate.perform(request, () -> 1);
        assertThat(rows())
                .hasSize(6)
                .allSatisfy(row -> assertThat(Asked.legs(row.legs()).legs()).hasSize(1));
    }

    @Test
    void ofOneThatIsRefusedTheLegIsKeptThatWas() {
        var request = AccessRequest.of(alice, Leg.of("ssm:StartSession", ReplayUnderTest.SHELL));
        for (int i = 1; i <= 5; i++)
            request = request.and(Leg.of("ssm:StartSession", TestGate.ACCOUNT.node("mi-%017x".formatted(i)))
                    .tagged(Map.of("team", i == 3 ? "database" : "web")));
        house.gate.perform(request, () -> 1);
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.allowed()).isFalse();
            assertThat(row.legs()).contains("mi-00000000000000003").doesNotContain("mi-00000000000000001");
        });
    }

    @Test
    void memoryIsBoundedAndWhatHasNoRoomIsCounted() {
        IntStream.range(0, DecisionHistory.MOST_WAITING + 7).forEach(i -> decided("resource-" + i));
        decided("resource-0"); // what is there already is counted on
        house.history.flush();
        assertThat(house.records.page(TODAY, "", 20_000)).hasSize(DecisionHistory.MOST_WAITING);
        assertThat(house.records.leftOut(TODAY)).isEqualTo(7);
        assertThat(dropped()).isEqualTo(7);
    }

    @Test
    void aDayHasNoMoreThanItsRows() {
        IntStream.range(0, HistoryRecords.MOST_A_DAY).forEach(i -> decided("resource-" + i));
        house.history.flush();
        decided("one-more");
        decided("resource-1");
        house.history.flush();
        assertThat(house.records.page(TODAY, "", 20_000)).hasSize(HistoryRecords.MOST_A_DAY);
        assertThat(house.records.leftOut(TODAY)).isEqualTo(1);
        assertThat(dropped()).isEqualTo(1);
    }

    @Test
    void whatIsTooLongIsCountedAndHoldsNothingUp() {
        decided("x".repeat(70_000));
        decided("resource");
        house.history.flush();
        assertThat(house.records.page(TODAY, "", 10)).hasSize(1);
        assertThat(house.records.leftOut(TODAY)).isEqualTo(1);
    }

    @Test
    void whatCannotBeWrittenWaitsAndTheGateGoesOn() {
        store.jdbc().sql("ALTER TABLE decided RENAME TO elsewhere").update();
        assertThat(house.starts(alice, NODE, "web")).isTrue();
        house.history.flush();
        store.jdbc().sql("ALTER TABLE elsewhere RENAME TO decided").update();
        house.starts(alice, NODE, "web");
        assertThat(rows()).extracting(Row::times).containsExactly(2L);
        assertThat(dropped()).isZero();
    }

    @Test
    void manyAtOnceLoseNothing() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++)
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 200; n++) {
                    decided("resource-" + n % 10);
                    if (n % 50 == 0) house.history.flush();
                }
            }));
        for (var thread : threads) thread.join();
        assertThat(rows()).hasSize(10).allSatisfy(row -> assertThat(row.times()).isEqualTo(160));
    }

    @Test
    void whatWaitsIsWrittenWhenTheServerStops() {
        try (var server = new AnnotationConfigApplicationContext()) {
            server.registerBean(HistoryRecords.class, () -> house.records);
            server.registerBean(
                    AccessSettings.class, () -> new AccessSettings(List.of(), true, true, Duration.ofDays(1)));
            server.registerBean(InstantSource.class, () -> house.clock);
            server.registerBean(MeterRegistry.class, () -> house.meters);
            server.register(DecisionHistory.class);
            server.refresh();
            server.getBean(DecisionHistory.class)
                    .decided(
                            AccessRequest.of(
                                    alice, Leg.of("ssm:GetDocument", "x").tagged(Map.of())),
                            new Decision.Allowed("allowed"));
            assertThat(house.records.page(TODAY, "", 10)).isEmpty();
        }
        assertThat(house.records.page(TODAY, "", 10)).hasSize(1);
    }

    @Test
    void twoServersOfOneDatabaseCountTogether() throws InterruptedException {
        var other = new ReplayUnderTest(store);
        var threads = new ArrayList<Thread>();
        for (var server : List.of(house, other))
            threads.add(Thread.ofVirtual().start(() -> {
                for (int n = 0; n < 100; n++) {
                    server.starts(alice, "mi-%017x".formatted(n % 5), null);
                    if (n % 10 == 0) server.history.flush();
                }
            }));
        for (var thread : threads) thread.join();
        // what one of them could not write while the other did waits for the next time
        other.history.flush();
        assertThat(rows()).hasSize(5).allSatisfy(row -> assertThat(row.times()).isEqualTo(40));
    }

    @Test
    void whatIsOlderThanTheSettingSaysIsForgotten() {
        house.starts(alice, NODE, "web");
        house.history.flush();
        house.clock.forward(Duration.ofDays(90));
        house.history.sweep();
        assertThat(house.records.firstDay()).contains(TODAY);
        house.clock.forward(Duration.ofDays(1));
        house.history.sweep();
        assertThat(house.records.firstDay()).isEmpty();
    }

    @Test
    void zeroIsNoHistory() {
        var off = new ReplayUnderTest(store, Duration.ZERO);
        off.starts(alice, NODE, "web");
        off.history.flush();
        assertThat(off.records.firstDay()).isEmpty();
        assertThat(off.replay.isPossible()).isFalse();
    }

    @Test
    void theSettingIsWholeDays() {
        for (var unusable : List.of(Duration.ofHours(36), Duration.ofDays(-1), Duration.ofDays(401)))
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AccessSettings(List.of(), true, true, unusable))
                    .withMessageContaining("postern.access.history must be whole days, 0d to 400d");
    }

    private void decided(String resource) {
        house.history.decided(
                AccessRequest.of(alice, Leg.of("ssm:GetDocument", resource).tagged(Map.of())),
                new Decision.Allowed("allowed"));
    }

    private double dropped() {
        return house.meters.get("postern.access.history.dropped").counter().count();
    }

    private List<Row> rows() {
        house.history.flush();
        return house.records.page(TODAY, "", 1_000);
    }
}
