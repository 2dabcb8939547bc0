package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import dev.postern.identity.Groups;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.RoleSession;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.identity.roles.Trust;
import dev.postern.policy.Corpus;
import dev.postern.policy.Scenario;
import dev.postern.policy.Verdict;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * What AWS's documents say, decided the whole way: the policies are kept in the account and attached to a user, to a group of the user's or to a
 * role, the caller is a user or holds a role's credentials, and the gate is asked. Cases about what is only in the engine (policies on resources,
 * trust, levels of guard-rails, principals of other kinds) are left to the engine's own test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkedExamplesTest {
    private static final Set<String> ENGINE_ALONE =
            Set.of("resourcePolicies", "trust", "guardRails", "resourceGuardRails", "explicitOnly", "owner");
    private static final String GROUP = "sample";
    private static final String TAG_KEYS = "aws:TagKeys";

    private ApiUnderTest api;

    static Stream<Corpus.Case> cases() {
        return Corpus.cases().filter(WorkedExamplesTest::isOfAnAccount);
    }

    private static boolean isOfAnAccount(Corpus.Case each) {
        var principal = each.scenario().principal();
        var kind = principal.path("kind").stringValue("");
        return ENGINE_ALONE.stream().noneMatch(each.node()::has)
                // the gate always knows what time it is
                && each.node()
                        .path("missing")
                        .valueStream()
                        .noneMatch(key -> key.stringValue("").equals("aws:CurrentTime"))
                && principal.path("arn").stringValue("").contains("::111122223333:")
                && (kind.equals("user") && each.scenario().session().isEmpty() || kind.equals("roleSession"))
                && each.scenario().legs().stream().allMatch(WorkedExamplesTest::isOfOneValueEach);
    }

    private static boolean isOfOneValueEach(Scenario.Leg leg) {
        return leg.context().entrySet().stream()
                .allMatch(key -> key.getKey().equals(TAG_KEYS)
                        ? key.getValue().isArray()
                        : !key.getValue().isArray());
    }

    @BeforeAll
    void start() {
        api = new ApiUnderTest(new HandClock(), "postern.account-id=111122223333", "postern.region=us-east-1");
        api.bean(Users.class).create("operator", Map.of());
        api.bean(Groups.class).create(GROUP);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void mostOfTheCorpusIsOfAnAccount() {
        assertThat(cases()).hasSizeGreaterThan(740);
        assertThat(cases().filter(each -> each.file().equals("session-manager")))
                .hasSizeGreaterThan(90);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theGateDecides(Corpus.Case each) {
        var scenario = each.scenario();
        var caller = caller(scenario);
        var subject = subject(scenario);
        var made = attach(subject, scenario, caller);
        try {
            var outcome = api.bean(Gate.class).perform(request(caller, scenario), () -> 1);
            switch (outcome) {
                case Outcome.Done<Integer> _ -> assertThat(each.expected()).isEqualTo(Verdict.ALLOWED);
                case Outcome.Refused<Integer>(var denied) -> refused(each, denied);
            }
        } finally {
            forget(subject, made);
        }
    }

    /** The gate names the first leg that is refused; how, is certain where there is one. */
    private static void refused(Corpus.Case each, Decision.Denied denied) {
        var explanation = denied.explanation();
        assertThat(explanation).as(denied.because()).isNotNull();
        if (each.scenario().legs().size() == 1)
            assertThat(explanation.verdict()).isEqualTo(each.expected());
        else assertThat(each.expected()).isNotEqualTo(Verdict.ALLOWED);
    }

    private static String name(Scenario scenario) {
        var arn = scenario.principal().path("arn").stringValue("");
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static boolean isRole(Scenario scenario) {
        return scenario.principal().has("role");
    }

    private static Subject subject(Scenario scenario) {
        return isRole(scenario) ? Subject.role(role(scenario)) : Subject.user(name(scenario));
    }

    private static String role(Scenario scenario) {
        var arn = scenario.principal().path("role").stringValue("");
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private Caller caller(Scenario scenario) {
        var tags = Scenario.texts(scenario.principal().path("tags"));
        if (isRole(scenario)) return inRole(scenario, tags);
        var users = api.bean(Users.class);
        var user = users.find(name(scenario)).orElseGet(() -> {
            var made = users.create(name(scenario), tags);
            api.bean(Groups.class).add(GROUP, made.name());
            return made;
        });
        return users.callerFor(users.find(user.name()).orElseThrow(), null);
    }

    private Caller inRole(Scenario scenario, Map<String, String> tags) {
        var roles = api.bean(Roles.class);
        var id = scenario.principal().path("id").stringValue("");
        var role = roles.find(role(scenario))
                .orElseGet(() -> roles.create(new Roles.Wanted(
                        id.substring(0, id.indexOf(':')),
                        role(scenario),
                        Duration.ofHours(1),
                        new Trust(true, Set.of(), null))));
        var credentials = api.bean(SessionCredentials.class);
        var users = api.bean(Users.class);
        var operator = users.callerFor(users.find("operator").orElseThrow(), null);
        var key = credentials.newId();
        credentials.inRole(key, operator, session(role, scenario, tags), Duration.ofHours(1));
        return credentials.callerFor(key, null).orElseThrow();
    }

    private static RoleSession session(Role role, Scenario scenario, Map<String, String> tags) {
        return new RoleSession(
                role,
                name(scenario),
                null,
                tags.entrySet().stream()
                        .map(tag -> new SessionTag(tag.getKey(), tag.getValue(), false))
                        .toList(),
                scenario.session().stream().map(JsonNode::toString).toList());
    }

    /** Some policies on the principal, others on the group of users. */
    private List<String> attach(Subject subject, Scenario scenario, Caller caller) {
        var policies = api.bean(Policies.class);
        var made = new ArrayList<String>();
        for (var document : scenario.identity()) {
            var arn = policies.create(wanted("Sample" + made.size(), document, caller))
                    .arn();
            var byGroup = subject.kind() == Subject.Kind.USER && made.size() % 2 == 1;
            policies.attach(byGroup ? Subject.group(GROUP) : subject, arn);
            made.add(arn);
        }
        var boundary = scenario.boundary();
        if (boundary != null) {
            var arn = policies.create(wanted("Boundary", boundary, caller)).arn();
            policies.setBoundary(subject, arn);
            made.add(arn);
        }
        return made;
    }

    private static Policies.Wanted wanted(String name, JsonNode document, Caller caller) {
        var text = own(document.toString(), caller);
        return new Policies.Wanted(name, "", text, Map.of(), "arn");
    }

    private void forget(Subject subject, List<String> made) {
        var policies = api.bean(Policies.class);
        if (policies.boundary(subject).isPresent()) policies.removeBoundary(subject);
        for (var arn : made) {
            policies.holders(arn).forEach(holder -> policies.detach(holder, arn));
            policies.delete(arn);
        }
    }

    private AccessRequest request(Caller caller, Scenario scenario) {
        var legs = scenario.legs().stream().map(leg -> leg(leg, caller)).toList();
        return AccessRequest.of(caller, legs.getFirst()).and(legs.subList(1, legs.size()));
    }

    private static Leg leg(Scenario.Leg asked, Caller caller) {
        var names = asked.names().stream().map(name -> own(name, caller)).toList();
        var leg = Leg.of(asked.action(), names.getFirst()).tagged(own(asked.tags(), caller));
        for (var alias : names.subList(1, names.size())) leg = leg.alias(alias);
        for (var key : asked.context().entrySet()) {
            if (!key.getValue().isArray())
                leg = leg.where(key.getKey(), key.getValue().stringValue());
            else
                leg = leg.taking(
                        key.getValue().valueStream().map(JsonNode::stringValue).toList());
        }
        return leg;
    }

    private static Map<String, String> own(Map<String, String> tags, Caller caller) {
        var own = new TreeMap<String, String>();
        tags.forEach((key, value) -> own.put(key, own(value, caller)));
        return own;
    }

    /** Users have ids of their own here. */
    private static String own(String text, Caller caller) {
        return caller.name().equals("alice") ? text.replace("AIDAALICEEXAMPLE", caller.userId()) : text;
    }
}
