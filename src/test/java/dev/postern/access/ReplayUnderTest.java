package dev.postern.access;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.access.policies.TestPolicies;
import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import dev.postern.identity.TestIdentity;
import dev.postern.testing.HandClock;
import dev.postern.testing.Store;
import dev.postern.trail.TestTrail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The gate with its history over the account's policies as they are kept, and what tries drafts on it. */
public final class ReplayUnderTest {
    public static final String SHELL = "arn:aws:ssm:local:000000000000:document/SSM-SessionManagerRunShell";

    public final HandClock clock = new HandClock();
    public final TestIdentity identity;
    public final Policies policies;
    public final Gate gate;
    public final Foresight foresight;
    public final Replay replay;
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final HistoryRecords records;
    final DecisionHistory history;
    final Map<String, Map<String, String>> tags = new HashMap<>();
    private final GivenRoles roles = new GivenRoles();

    public ReplayUnderTest(Store store) {
        this(store, Duration.ofDays(90));
    }

    public ReplayUnderTest(Store store, Duration keep) {
        identity = new TestIdentity(store, clock);
        var stored = new TestPolicies(store, TestGate.ACCOUNT, clock);
        policies = stored.policies();
        var settings = new AccessSettings(List.of(), true, true, keep);
        var standpoints = TestGate.standpoints(stored.source(), roles, clock);
        var decisions = new Decisions(standpoints, roles, arn -> new TreeMap<>(tags.getOrDefault(arn, Map.of())));
        records = new HistoryRecords(store.jdbc(), store.transactions());
        history = new DecisionHistory(records, settings, clock, meters);
        gate = new TrailedGate(decisions, TestTrail.in(store, clock), history);
        var imagined = new Imagined(identity.users(), roles, TestGate.ACCOUNT);
        var concerned = new Concerned(policies, identity.groups());
        foresight = new Foresight(policies, stored.source(), concerned, imagined, standpoints, decisions);
        replay = new Replay(
                history,
                records,
                policies,
                stored.source(),
                concerned,
                new Returning(imagined, standpoints, roles, TestGate.ACCOUNT),
                decisions);
    }

    /** The same gate, without a history. */
    public Gate forgetful(Store store) {
        return new TrailedGate(
                TestGate.decisions(new TestPolicies(store, TestGate.ACCOUNT, clock).source(), new NoRoles()),
                TestTrail.in(store, clock),
                (_, _) -> {});
    }

    public Caller user(String name, Map<String, String> tags) {
        identity.users().create(name, tags);
        return caller(name);
    }

    public Caller caller(String name) {
        return identity.users().callerFor(identity.users().find(name).orElseThrow(), "192.0.2.7");
    }

    void role(String name, String id) {
        roles.give(name, id);
    }

    void noRole(String name) {
        roles.take(name);
    }

    Caller in(String role, String session, List<SessionTag> tags, List<String> policies) {
        var id = roles.find(role).orElseThrow().id();
        return new Caller(
                TestGate.ACCOUNT.assumedRole(role, session),
                session,
                Set.of(),
                "ASIAEXAMPLE",
                "192.0.2.7",
                new Standing.InRole(id, TestGate.ACCOUNT.user("alice"), true, null, tags, policies));
    }

    public String policy(String name, String document) {
        return policies.create(new Policies.Wanted(name, "", document, Map.of(), TestGate.ACCOUNT.user("admin")))
                .arn();
    }

    boolean starts(Caller caller, String node, @Nullable String team) {
        var arn = TestGate.ACCOUNT.node(node);
        if (team != null) tags.put(arn, Map.of("team", team));
        var request = AccessRequest.of(
                        caller, Leg.of("ssm:StartSession", arn).where("ssm:SessionDocumentAccessCheck", "false"))
                .and(Leg.of("ssm:StartSession", SHELL).tagged(Map.of()));
        return gate.perform(request, () -> "started") instanceof Outcome.Done<String>;
    }

    Replayed rewritten(String arn, String document) {
        return replay.of(new PolicyChange.Rewritten(arn, document), Period.ofDays(90), _ -> true);
    }

    Replayed drafted(String arn, String document, String user) {
        var change = new PolicyChange.Drafted(arn, document, Subject.user(user));
        return replay.of(change, Period.ofDays(90), _ -> true);
    }

    /** As if these had been decided, evenly over the last 90 days: each user and node in turn, by the account's preferences. */
    public void remember(List<Caller> users, int nodes, int teams, int rows) {
        int days = 90;
        var today = history.today();
        for (int day = 0; day < days; day++) {
            var date = today.minusDays(day);
            var at = date.atTime(8, 0).toInstant(ZoneOffset.UTC);
            var ofDay = new ArrayList<HistoryRecords.Row>();
            for (int i = day; i < rows; i += days) {
                var user = users.get(i % users.size());
                int node = i / users.size() % nodes;
                var legs = List.of(
                        Leg.of("ssm:StartSession", node(node))
                                .tagged(Map.of("team", "team-" + node % teams, "Env", "test", "Name", "web-" + node))
                                .where("ssm:SessionDocumentAccessCheck", "false"),
                        Leg.of("ssm:StartSession", SHELL).tagged(Map.of()));
                ofDay.add(new HistoryRecords.Row(
                        date,
                        "%064x".formatted(i),
                        user.arn(),
                        user.name(),
                        Asked.standing(user.standing()),
                        Asked.legs(legs),
                        Asked.circumstances(user.circumstances(at)),
                        true,
                        3,
                        at,
                        at));
            }
            records.add(ofDay, Map.of());
        }
    }

    /** The witness's share of a decision. */
    public void witness(AccessRequest request) {
        history.decided(request, new Decision.Allowed("allowed"));
    }

    public static String node(int number) {
        return TestGate.ACCOUNT.node("mi-%017x".formatted(number + 1));
    }

    static Subject user(String name) {
        return Subject.user(name);
    }

    public static String startsOnNodesOf(String team) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Sid": "Nodes", "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:*:managed-instance/*",
                   "Condition": {"StringLike": {"ssm:resourceTag/team": "%s"}}},
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "%s"}]}""".formatted(team, SHELL);
    }
}
