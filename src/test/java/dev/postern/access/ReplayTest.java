package dev.postern.access;

import static dev.postern.access.ReplayUnderTest.startsOnNodesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.access.Replayed.Change;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ReplayTest {
    private static final String WEB_NODE = "mi-00000000000000001";
    private static final String DB_NODE = "mi-00000000000000002";
    private static final String NOTHING = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:DescribeSessions", "Resource": "*"}}""";

    private final ReplayUnderTest house;
    private final Caller alice;
    private final String nodes;

    ReplayTest(Database database) {
        house = new ReplayUnderTest(database.fresh());
        alice = house.user("alice", Map.of("team", "web"));
        nodes = house.policy("Nodes", startsOnNodesOf("web"));
        house.policies.attach(Subject.user("alice"), nodes);
    }

    @Test
    void whatWouldBeRefusedAndWhatWouldBeAllowedIsSaidWithItsReasons() {
        house.starts(alice, WEB_NODE, "web");
        house.starts(alice, WEB_NODE, "web");
        house.starts(alice, DB_NODE, "database");
        var replayed = house.rewritten(nodes, startsOnNodesOf("database"));
        assertThat(replayed.changes()).hasSize(2);
        var refused = replayed.changes().getFirst();
        assertThat(refused.who()).isEqualTo(Subject.user("alice"));
        assertThat(refused.action()).isEqualTo("ssm:StartSession");
        assertThat(refused.resource()).isEqualTo(TestGate.ACCOUNT.node(WEB_NODE));
        assertThat(refused.times()).isEqualTo(2);
        assertThat(refused.last()).isEqualTo(HandClock.START);
        assertThat(refused.answered()).isTrue();
        assertThat(refused.now().because()).contains("statement Nodes of Nodes");
        assertThat(((Decision.Denied) refused.then()).explanation())
                .isNotNull()
                .satisfies(explanation -> assertThat(explanation.nearMisses().toString())
                        .contains("ssm:resourceTag/team database: it is web"));
        var allowed = replayed.changes().getLast();
        assertThat(allowed.resource()).isEqualTo(TestGate.ACCOUNT.node(DB_NODE));
        assertThat(allowed.answered()).isFalse();
        assertThat(allowed.then().allowed()).isTrue();
        assertThat(replayed.refused()).isEqualTo(2);
        assertThat(replayed.allowed()).isEqualTo(1);
        assertThat(replayed.isCut()).isFalse();
    }

    @Test
    void aPolicyThatIsNotThereYetIsTriedOnWhoWouldHaveIt() {
        house.starts(alice, DB_NODE, "database");
        var bob = house.user("bob", Map.of());
        house.starts(bob, DB_NODE, "database");
        // called as one they have already: it is another all the same
        var replayed = house.drafted(TestGate.ACCOUNT.policy("Nodes"), startsOnNodesOf("database"), "alice");
        assertThat(replayed.changes()).singleElement().satisfies(change -> {
            assertThat(change.who()).isEqualTo(Subject.user("alice"));
            assertThat(change.resource()).isEqualTo(TestGate.ACCOUNT.node(DB_NODE));
            assertThat(change.now().allowed()).isFalse();
            assertThat(change.then().allowed()).isTrue();
        });
        assertThat(house.policies.all()).noneMatch(policy -> policy.document().contains("database"));
    }

    @Test
    void whatChangesNothingIsOnlyCounted() {
        house.starts(alice, WEB_NODE, "web");
        var replayed = house.rewritten(nodes, startsOnNodesOf("*"));
        assertThat(replayed.changes()).isEmpty();
        assertThat(replayed.unchanged()).isEqualTo(1);
        assertThat(replayed.since()).isEqualTo(LocalDate.parse("2026-11-23"));
    }

    @Test
    void whomAChangeDoesNotReachIsNotAskedAgain() {
        var bob = house.user("bob", Map.of());
        house.policies.attach(Subject.user("bob"), house.policy("More", startsOnNodesOf("web")));
        house.starts(bob, WEB_NODE, "web");
        var replayed = house.rewritten(nodes, NOTHING);
        assertThat(replayed.changes()).isEmpty();
        assertThat(replayed.unchanged()).isEqualTo(1);
    }

    @Test
    void nobodyIsToldWhatWasAnsweredThenButWhatPoliciesSayNow() {
        house.starts(alice, WEB_NODE, "web");
        house.policies.addVersion(nodes, NOTHING, true, "arn");
        // refused by now: the draft that was not allowed it either changes nothing
        assertThat(house.rewritten(nodes, startsOnNodesOf("database")).changes())
                .isEmpty();
        assertThat(house.rewritten(nodes, startsOnNodesOf("web")).changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.answered()).isTrue();
                    assertThat(change.now().allowed()).isFalse();
                    assertThat(change.then().allowed()).isTrue();
                });
    }

    @Test
    void circumstancesAreThoseOfThen() {
        var factor = startsOnNodesOf("web")
                .replace("\"Condition\": {", "\"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}, ");
        var address = startsOnNodesOf("web")
                .replace("\"Condition\": {", "\"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"192.0.2.0/24\"}, ");
        var time = startsOnNodesOf("web")
                .replace(
                        "\"Condition\": {",
                        "\"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"2026-11-23T09:00:01Z\"}, ");
        house.starts(alice.assured(new Assurance(true, null, HandClock.START)), WEB_NODE, "web");
        house.starts(alice.assured(Assurance.SINGLE), DB_NODE, "web");
        house.clock.forward(Duration.ofHours(1));
        assertThat(house.rewritten(nodes, factor).changes())
                .extracting(Change::resource)
                .containsExactly(TestGate.ACCOUNT.node(DB_NODE));
        assertThat(house.rewritten(nodes, address).changes()).isEmpty();
        assertThat(house.rewritten(nodes, time).changes()).isEmpty();
        assertThat(house.rewritten(nodes, time.replace("09:00:01", "08:00:00")).refused())
                .isEqualTo(2);
    }

    @Test
    void tagsOfResourcesAreThoseOfThenAndTagsOfPeopleThoseOfToday() {
        house.starts(alice, WEB_NODE, "web");
        house.tags.put(TestGate.ACCOUNT.node(WEB_NODE), Map.of("team", "database"));
        var own = startsOnNodesOf("${aws:PrincipalTag/team}");
        assertThat(house.rewritten(nodes, own).changes()).isEmpty();
        house.identity.users().tag("alice", Map.of("team", "database"));
        assertThat(house.rewritten(nodes, own).refused()).isEqualTo(1);
    }

    @Test
    void membersOfAGroupAreThoseOfToday() {
        house.identity.groups().create("engineers");
        house.starts(alice, DB_NODE, "database");
        var arn = house.policy("Databases", startsOnNodesOf("database"));
        var attached = new PolicyChange.Attached(arn, Subject.group("engineers"));
        assertThat(replayed(attached).changes()).isEmpty();
        house.identity.groups().add("engineers", "alice");
        assertThat(replayed(attached).allowed()).isEqualTo(1);
        house.policies.attach(Subject.group("engineers"), arn);
        assertThat(replayed(new PolicyChange.Detached(arn, Subject.group("engineers")))
                        .refused())
                .isEqualTo(1);
    }

    @Test
    void aBoundaryTakesAway() {
        house.policies.setBoundary(Subject.user("alice"), house.policy("Limit", startsOnNodesOf("*")));
        house.starts(alice, WEB_NODE, "web");
        var limit = house.policies.boundary(Subject.user("alice")).orElseThrow().arn();
        assertThat(house.rewritten(limit, NOTHING).refused()).isEqualTo(1);
    }

    @Test
    void roleSessionsCountAsTheRoleWithWhatTheyWereGivenThen() {
        house.role("on-call", "AROAX");
        house.policies.attach(Subject.role("on-call"), nodes);
        var tags = List.of(new SessionTag("team", "web", false));
        house.starts(house.in("on-call", "one", tags, List.of()), WEB_NODE, "web");
        house.starts(house.in("on-call", "two", tags, List.of()), WEB_NODE, "web");
        house.starts(house.in("on-call", "limited", List.of(), List.of(NOTHING)), WEB_NODE, "web");
        assertThat(house.rewritten(nodes, NOTHING).changes()).singleElement().satisfies(change -> {
            assertThat(change.who()).isEqualTo(Subject.role("on-call"));
            assertThat(change.times()).isEqualTo(2);
        });
        assertThat(house.rewritten(nodes, startsOnNodesOf("${aws:PrincipalTag/team}"))
                        .changes())
                .isEmpty();
    }

    @Test
    void whoIsGoneCannotBeAskedAgainAndSomebodyOfTheSameNameIsSomebodyElse() {
        var bob = house.user("bob", Map.of());
        house.policies.attach(Subject.user("bob"), nodes);
        house.role("on-call", "AROAX");
        house.starts(bob, WEB_NODE, "web");
        house.starts(house.in("on-call", "one", List.of(), List.of()), WEB_NODE, "web");
        house.noRole("on-call");
        house.identity.users().delete("bob");
        assertThat(house.rewritten(nodes, NOTHING).gone()).isEqualTo(2);
        house.clock.forward(Duration.ofSeconds(1));
        house.user("bob", Map.of());
        house.policies.attach(Subject.user("bob"), nodes);
        var replayed = house.rewritten(nodes, NOTHING);
        assertThat(replayed.gone()).isEqualTo(2);
        assertThat(replayed.changes()).isEmpty();
    }

    @Test
    void whatWasWithheldCannotBeAskedAgain() {
        house.gate.perform(
                AccessRequest.of(
                        alice,
                        Leg.of("sts:AssumeRole", TestGate.ACCOUNT.role("x"))
                                .tagged(Map.of())
                                .where("sts:ExternalId", "opensesame")),
                () -> 1);
        assertThat(house.rewritten(nodes, NOTHING).gone()).isEqualTo(1);
    }

    @Test
    void whoMayNotBeLookedAtIsCountedAndNotNamed() {
        house.starts(alice, WEB_NODE, "web");
        var replayed = house.replay.of(new PolicyChange.Rewritten(nodes, NOTHING), Period.ofDays(90), _ -> false);
        assertThat(replayed.changes()).isEmpty();
        assertThat(replayed.hidden()).isEqualTo(1);
    }

    @Test
    void thePeriodIsDaysBackFromTodayAndDaysAreAddedUp() {
        for (int day = 0; day < 10; day++) {
            house.starts(alice, WEB_NODE, "web");
            house.clock.forward(Duration.ofDays(1));
        }
        house.starts(alice, WEB_NODE, "web");
        assertThat(refused(Period.ofDays(1))).isEqualTo(1);
        assertThat(refused(Period.ofDays(7))).isEqualTo(7);
        assertThat(refused(Period.ofDays(30))).isEqualTo(11);
        assertThat(house.rewritten(nodes, NOTHING).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.last()).isEqualTo(house.clock.instant()));
    }

    @Test
    void whatIsTooMuchIsCutAndSaidTheNewestFirst() {
        for (int i = 1; i <= 5; i++) house.starts(alice, "mi-%017x".formatted(i), "web");
        house.clock.forward(Duration.ofDays(1));
        house.starts(alice, WEB_NODE, "web");
        var replayed = house.replay.of(new PolicyChange.Rewritten(nodes, NOTHING), Period.ofDays(90), _ -> true, 1);
        assertThat(replayed.changes()).extracting(Change::last).containsExactly(house.clock.instant());
        assertThat(replayed.notRead()).isEqualTo(5);
        assertThat(replayed.isCut()).isTrue();
    }

    @Test
    void moreChangesThanAnybodyReadsAreCounted() {
        for (int i = 1; i <= Replay.MOST_CHANGES + 3; i++)
            house.history.decided(start(i), new Decision.Allowed("allowed"));
        var replayed = house.rewritten(nodes, NOTHING);
        assertThat(replayed.changes()).hasSize(Replay.MOST_CHANGES);
        assertThat(replayed.changesLeft()).isEqualTo(3);
    }

    @Test
    void whatAnotherVersionWroteDoesNotStopIt() {
        house.starts(alice, WEB_NODE, "web");
        house.starts(alice, DB_NODE, "web");
        house.history.flush();
        var row = house.records.page(LocalDate.parse("2026-11-23"), "", 1).getFirst();
        house.records.add(
                List.of(new HistoryRecords.Row(
                        row.day(),
                        row.key(),
                        row.arn(),
                        row.name(),
                        row.standing(),
                        "[{]",
                        "{}",
                        true,
                        0,
                        row.first(),
                        row.last())),
                Map.of());
        var replayed = house.rewritten(nodes, NOTHING);
        assertThat(replayed.refused()).isEqualTo(1);
        assertThat(replayed.gone()).isEqualTo(1);
    }

    @Test
    void aPolicyThatIsNotThereAndADraftThatCannotBeReadAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> house.rewritten("arn:aws:iam::000000000000:policy/Gone", NOTHING))
                .withMessageContaining("policy/Gone");
        assertThatIllegalArgumentException().isThrownBy(() -> house.rewritten(nodes, "{"));
    }

    @Test
    void nothingIsChangedByLooking() {
        house.starts(alice, WEB_NODE, "web");
        house.rewritten(nodes, NOTHING);
        assertThat(house.starts(alice, WEB_NODE, "web")).isTrue();
        assertThat(house.policies.find(nodes).orElseThrow().document()).isEqualTo(startsOnNodesOf("web"));
    }

    @Test
    void whatComesWithPosternIsTriedBySayingWhoLosesIt() {
        house.policies.attach(Subject.user("alice"), Policies.ADMINISTRATOR);
        house.gate.perform(AccessRequest.of(alice, "iam:CreateUser", TestGate.ACCOUNT.user("x")), () -> 1);
        assertThat(replayed(new PolicyChange.Detached(Policies.ADMINISTRATOR, Subject.user("alice")))
                        .changes())
                .extracting(Change::action)
                .containsExactly("iam:CreateUser");
    }

    private AccessRequest start(int node) {
        return AccessRequest.of(
                alice,
                Leg.of("ssm:StartSession", TestGate.ACCOUNT.node("mi-%017x".formatted(node)))
                        .tagged(Map.of("team", "web")));
    }

    private long refused(Period period) {
        return house.replay
                .of(new PolicyChange.Rewritten(nodes, NOTHING), period, _ -> true)
                .refused();
    }

    private Replayed replayed(PolicyChange.OfManaged change) {
        return house.replay.of(change, Period.ofDays(90), _ -> true);
    }
}
