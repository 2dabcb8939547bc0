package dev.postern.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.access.Foreseen.Row;
import dev.postern.access.Foresight.Destination;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.access.policies.TestPolicies;
import dev.postern.identity.TestIdentity;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class ForesightTest {
    private static final String SHELL = "arn:aws:ssm:local:000000000000:document/SSM-SessionManagerRunShell";
    private static final String WEB = startsOnNodesOf("web");
    private static final String DATABASE = startsOnNodesOf("database");
    private static final String NOTHING = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:DescribeSessions", "Resource": "*"}}""";
    private static final String EVERYTHING = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""";

    private static final List<Destination> FLEET =
            List.of(node(1, "web-1", "web"), node(2, "web-2", "web"), node(3, "db-1", "database"));

    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final Policies policies;
    private final Foresight foresight;

    ForesightTest(Database database) {
        var store = database.fresh();
        identity = new TestIdentity(store, clock);
        var stored = new TestPolicies(store, TestGate.ACCOUNT, clock);
        policies = stored.policies();
        var roles = new GivenRoles();
        roles.give("on-call", "AROAX");
        var standpoints = TestGate.standpoints(stored.source(), roles, clock);
        foresight = new Foresight(
                policies,
                stored.source(),
                new Concerned(policies, identity.groups()),
                new Imagined(identity.users(), roles, TestGate.ACCOUNT),
                standpoints,
                new Decisions(standpoints, roles, _ -> new TreeMap<>()));
        for (var name : List.of("alice", "bob", "carol"))
            identity.users().create(name, Map.of("team", name.equals("carol") ? "database" : "web"));
        identity.groups().create("engineers");
        identity.groups().add("engineers", "bob");
    }

    @Test
    void whoHasThePolicyGainsAndLosesByItsNewText() {
        var arn = made("Nodes", WEB);
        policies.attach(Subject.user("alice"), arn);
        assertThat(rewritten(arn, DATABASE).rows())
                .containsExactly(new Row(Subject.user("alice"), List.of("db-1"), List.of("web-1", "web-2")));
    }

    @Test
    void membersOfAGroupAndRolesAreAmongThem() {
        var arn = made("Nodes", NOTHING);
        policies.attach(Subject.group("engineers"), arn);
        policies.attach(Subject.role("on-call"), arn);
        var foreseen = rewritten(arn, DATABASE);
        assertThat(foreseen.rows())
                .containsExactly(
                        new Row(Subject.user("bob"), List.of("db-1"), List.of()),
                        new Row(Subject.role("on-call"), List.of("db-1"), List.of()));
        assertThat(foreseen.asked()).isEqualTo(2);
    }

    @Test
    void whatSomebodyHasOtherwiseIsNoGainAndNoLoss() {
        var arn = made("Nodes", WEB);
        policies.attach(Subject.user("alice"), arn);
        policies.attach(Subject.user("alice"), made("More", startsOnNodesOf("*")));
        assertThat(rewritten(arn, DATABASE).rows()).isEmpty();
    }

    @Test
    void aDenyTakesAwayWhatOtherPoliciesGive() {
        var arn = made("Nodes", NOTHING);
        policies.attach(Subject.user("alice"), arn);
        policies.attach(Subject.user("alice"), Policies.ADMINISTRATOR);
        assertThat(rewritten(arn, WEB.replace("Allow", "Deny")).rows())
                .containsExactly(new Row(Subject.user("alice"), List.of(), List.of("web-1", "web-2", "db-1")));
    }

    @Test
    void whoseBoundaryItIsLosesWithIt() {
        var arn = made("Limit", EVERYTHING);
        policies.setBoundary(Subject.user("alice"), arn);
        policies.attach(Subject.user("alice"), made("Nodes", WEB));
        assertThat(rewritten(arn, DATABASE).rows())
                .containsExactly(new Row(Subject.user("alice"), List.of(), List.of("web-1", "web-2")));
    }

    @Test
    void aGroupReachesWhatItsPoliciesAloneOpen() {
        var engineers = Subject.group("engineers");
        assertThat(foresight.reached(engineers, FLEET)).isEmpty();
        policies.attach(engineers, made("Nodes", DATABASE));
        policies.attach(Subject.user("bob"), made("Own", WEB));
        policies.setBoundary(Subject.user("bob"), made("Limit", NOTHING));
        assertThat(foresight.reached(engineers, FLEET)).containsExactly("db-1");
        assertThat(foresight.reached(Subject.group("gone"), FLEET)).isEmpty();
    }

    @Test
    void whatTakesAMembersTagIsNotOpenByAGroupAlone() {
        var engineers = Subject.group("engineers");
        policies.attach(engineers, made("Nodes", startsOnNodesOf("${aws:PrincipalTag/team}")));
        assertThat(foresight.reached(engineers, FLEET)).isEmpty();
        assertThat(foresight.reached(Subject.user("bob"), FLEET)).containsExactly("web-1", "web-2");
    }

    @Test
    void theDocumentMustBeAllowedToo() {
        var arn = made("Nodes", NOTHING);
        policies.attach(Subject.user("alice"), arn);
        assertThat(rewritten(arn, WEB.replace(SHELL, SHELL + "-2")).rows()).isEmpty();
    }

    @Test
    void whatTakesASecondFactorIsReachedByIt() {
        var arn = made("Nodes", NOTHING);
        policies.attach(Subject.user("alice"), arn);
        var afterStepUp = WEB.replace(
                "\"Condition\": {", "\"Condition\": {\"Bool\": {\"aws:MultiFactorAuthPresent\": \"true\"}, ");
        assertThat(rewritten(arn, afterStepUp).rows())
                .containsExactly(new Row(Subject.user("alice"), List.of("web-1", "web-2"), List.of()));
    }

    @Test
    void tagsOfThePrincipalCount() {
        var arn = made("Team", NOTHING);
        policies.attach(Subject.user("alice"), arn);
        policies.attach(Subject.user("carol"), arn);
        assertThat(rewritten(arn, startsOnNodesOf("${aws:PrincipalTag/team}")).rows())
                .containsExactly(
                        new Row(Subject.user("alice"), List.of("web-1", "web-2"), List.of()),
                        new Row(Subject.user("carol"), List.of("db-1"), List.of()));
    }

    @Test
    void attachingAndDetachingAreForeseen() {
        var arn = made("Nodes", WEB);
        assertThat(foresight
                        .of(new PolicyChange.Attached(arn, Subject.group("engineers")), FLEET)
                        .rows())
                .containsExactly(new Row(Subject.user("bob"), List.of("web-1", "web-2"), List.of()));
        policies.attach(Subject.group("engineers"), arn);
        assertThat(foresight
                        .of(new PolicyChange.Attached(arn, Subject.user("bob")), FLEET)
                        .rows())
                .isEmpty();
        assertThat(foresight
                        .of(new PolicyChange.Detached(arn, Subject.group("engineers")), FLEET)
                        .rows())
                .containsExactly(new Row(Subject.user("bob"), List.of(), List.of("web-1", "web-2")));
    }

    @Test
    void whoIsDisabledGainsNothing() {
        var arn = made("Nodes", NOTHING);
        policies.attach(Subject.user("alice"), arn);
        identity.users().setEnabled("alice", false);
        assertThat(rewritten(arn, WEB).rows()).isEmpty();
    }

    @Test
    void nothingIsChangedByLooking() {
        var arn = made("Nodes", WEB);
        policies.attach(Subject.user("alice"), arn);
        rewritten(arn, DATABASE);
        assertThat(policies.find(arn).orElseThrow().document()).isEqualTo(WEB);
        assertThat(starts("alice", "web-1", Map.of())).isTrue();
        assertThat(starts("alice", "db-1", Map.of())).isFalse();
    }

    @Test
    void whatIsTooMuchIsCutAndSaid() {
        var arn = made("Nodes", NOTHING);
        var many = IntStream.rangeClosed(1, Foresight.MOST_DESTINATIONS + 2)
                .mapToObj(number -> node(number, "web-" + number, "web"))
                .toList();
        IntStream.rangeClosed(1, Foresight.MOST_PRINCIPALS + 3).forEach(number -> {
            identity.users().create("user%04d".formatted(number), Map.of());
            identity.groups().add("engineers", "user%04d".formatted(number));
        });
        policies.attach(Subject.group("engineers"), arn);
        var foreseen = foresight.of(new PolicyChange.Rewritten(arn, WEB), many);
        assertThat(foreseen.isCut()).isTrue();
        assertThat(foreseen.principalsLeft()).isEqualTo(4); // bob is in the group, too
        assertThat(foreseen.destinationsLeft()).isEqualTo(2);
        assertThat(foreseen.rows())
                .hasSize(Foresight.MOST_PRINCIPALS)
                .allSatisfy(row -> assertThat(row.gains()).hasSize(Foresight.MOST_DESTINATIONS));
    }

    @Test
    void aPolicyThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rewritten("arn:aws:iam::000000000000:policy/Gone", WEB))
                .withMessageContaining("policy/Gone");
    }

    @Test
    void whatWouldBeSaidToSomebodyElseHasItsReasons() {
        policies.attach(Subject.role("on-call"), made("Nodes", WEB));
        var legs = FLEET.get(2).legs();
        var decision = foresight.decide(Subject.role("on-call"), legs, Map.of()).orElseThrow();
        assertThat(decision.because()).startsWith("on-call/somebody may not ssm:StartSession on");
        var explanation = Objects.requireNonNull(((Decision.Denied) decision).explanation());
        assertThat(explanation.nearMisses())
                .anySatisfy(miss ->
                        assertThat(miss.failures().toString()).contains("ssm:resourceTag/team web: it is database"));
        assertThat(foresight.decide(Subject.group("engineers"), legs, Map.of())).isEmpty();
        assertThat(foresight.decide(Subject.user("nobody"), legs, Map.of())).isEmpty();
    }

    @Test
    void circumstancesAreAsTheyAreSaid() {
        var until = WEB.replace(
                "\"Condition\": {",
                "\"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"2026-11-24T00:00:00Z\"}, ");
        policies.attach(Subject.user("alice"), made("Until", until));
        assertThat(starts("alice", "web-1", Map.of())).isTrue();
        assertThat(starts("alice", "web-1", Map.of("aws:CurrentTime", "2026-11-24T00:00:00Z")))
                .isFalse();
    }

    @Test
    void aBoundaryTakesAndItsEndGives() {
        policies.attach(Subject.user("alice"), made("Nodes", startsOnNodesOf("*")));
        var limit = made("Web", WEB);
        assertThat(foreseen(new PolicyChange.Bounded(limit, Subject.user("alice"))))
                .containsExactly(new Row(Subject.user("alice"), List.of(), List.of("db-1")));
        policies.setBoundary(Subject.user("alice"), limit);
        assertThat(foreseen(new PolicyChange.Bounded(made("Database", DATABASE), Subject.user("alice"))))
                .containsExactly(new Row(Subject.user("alice"), List.of("db-1"), List.of("web-1", "web-2")));
        assertThat(foreseen(new PolicyChange.Unbounded(Subject.user("alice"))))
                .containsExactly(new Row(Subject.user("alice"), List.of("db-1"), List.of()));
    }

    @Test
    void inlinePoliciesAreWrittenChangedAndErased() {
        assertThat(foreseen(new PolicyChange.Written(Subject.group("engineers"), "Nodes", WEB)))
                .containsExactly(new Row(Subject.user("bob"), List.of("web-1", "web-2"), List.of()));
        policies.putInline(Subject.user("alice"), "Nodes", WEB);
        policies.putInline(Subject.user("alice"), "More", NOTHING);
        assertThat(foreseen(new PolicyChange.Written(Subject.user("alice"), "Nodes", DATABASE)))
                .containsExactly(new Row(Subject.user("alice"), List.of("db-1"), List.of("web-1", "web-2")));
        assertThat(foreseen(new PolicyChange.Erased(Subject.user("alice"), "Nodes")))
                .containsExactly(new Row(Subject.user("alice"), List.of(), List.of("web-1", "web-2")));
        assertThat(foreseen(new PolicyChange.Erased(Subject.user("alice"), "More")))
                .isEmpty();
    }

    @Test
    void whoJoinsAGroupGainsWhatItHasAndWhoLeavesLosesIt() {
        policies.attach(Subject.group("engineers"), made("Nodes", WEB));
        assertThat(foreseen(new PolicyChange.Joined("alice", "engineers")))
                .containsExactly(new Row(Subject.user("alice"), List.of("web-1", "web-2"), List.of()));
        assertThat(foreseen(new PolicyChange.Joined("bob", "engineers"))).isEmpty();
        assertThat(foreseen(new PolicyChange.Left("bob", "engineers")))
                .containsExactly(new Row(Subject.user("bob"), List.of(), List.of("web-1", "web-2")));
    }

    private List<Row> foreseen(PolicyChange change) {
        return foresight.of(change, FLEET).rows();
    }

    private boolean starts(String user, String node, Map<String, String> circumstances) {
        var legs = FLEET.stream()
                .filter(each -> each.name().equals(node))
                .findFirst()
                .orElseThrow()
                .legs();
        return foresight
                .decide(Subject.user(user), legs, circumstances)
                .orElseThrow()
                .allowed();
    }

    private Foreseen rewritten(String arn, String document) {
        return foresight.of(new PolicyChange.Rewritten(arn, document), FLEET);
    }

    private String made(String name, String document) {
        return policies.create(new Policies.Wanted(name, "", document, Map.of(), TestGate.ACCOUNT.user("admin")))
                .arn();
    }

    private static Destination node(int number, String name, String team) {
        var arn = TestGate.ACCOUNT.node("mi-%017x".formatted(number));
        return new Destination(
                name,
                List.of(
                        Leg.of("ssm:StartSession", arn).tagged(Map.of("team", team)),
                        Leg.of("ssm:StartSession", SHELL).tagged(Map.of())));
    }

    private static String startsOnNodesOf(String team) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:*:managed-instance/*",
                   "Condition": {"StringLike": {"ssm:resourceTag/team": "%s"}}},
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "%s"}]}""".formatted(team, SHELL);
    }
}
