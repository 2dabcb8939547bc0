package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.access.DecisionsChanged;
import dev.postern.access.Outcome.Done;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.Groups;
import dev.postern.identity.Users;
import dev.postern.identity.roles.CurrentCallers;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies decide calls, lists and live sessions, and what changes is felt at once. */
class PoliciesDecideTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ENGINEER = "arn:aws:iam::aws:policy/PosternEngineer";
    private static final String ALICE = "arn:aws:iam::000000000000:user/alice";
    private static final Subject ENGINEERS = Subject.group("engineers");

    private final HandClock clock = new HandClock();
    private ApiUnderTest api;
    private Credentials alice;
    private NodeUnderTest web;
    private NodeUnderTest database;
    private Policies policies;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(
                clock,
                "postern.api.poll=1ms",
                "postern.session.starting-at-once=300",
                "postern.session.max-per-node=300");
        policies = api.bean(Policies.class);
        alice = api.keyOf("alice", Set.of("engineers"));
        api.bean(Users.class).tag("alice", Map.of("team", "web"));
        policies.attach(ENGINEERS, ENGINEER);
        web = node("web-1", "web");
        database = node("db-1", "db");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private NodeUnderTest node(String name, String team) {
        var node = api.node(name);
        api.relays.connected.add(node.id());
        api.bean(Nodes.class).tag(node.id(), Map.of("team", team));
        return node;
    }

    @Test
    void theListShowsWhatOneMayOpen() {
        var listed = api.ssm(alice, "DescribeInstanceInformation", "{}").json().path("InstanceInformationList");
        assertThat(listed.size()).isEqualTo(1);
        assertThat(listed.get(0).path("InstanceId").asString())
                .isEqualTo(web.id().value());
    }

    @Test
    void aSessionTakesNodeAndDocument() {
        assertThat(begin(web, null).status()).isEqualTo(200);
        var other = begin(database, null);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.type()).isEqualTo("AccessDeniedException");
        assertThat(other.message())
                .isEqualTo("User: " + ALICE + " is not authorized to perform: ssm:StartSession on resource:"
                        + " arn:aws:ssm:local:000000000000:managed-instance/" + database.id()
                        + " because no identity-based policy allows the ssm:StartSession action");
        policies.putInline(ENGINEERS, "no-ssh", """
                {"Version": "2012-10-17", "Statement": {"Sid": "NoSsh", "Effect": "Deny", "Action": "ssm:StartSession",
                  "Resource": "arn:aws:ssm:*:*:document/AWS-StartSSHSession"}}""");
        assertThat(begin(web, "AWS-StartSSHSession").message()).contains("an explicit deny: the Deny statement NoSsh");
        assertThat(begin(web, null).status()).isEqualTo(200);
    }

    @Test
    void othersSessionsAreNotOnesOwn() {
        var session = begun(web);
        var bob = api.keyOf("bob", Set.of("engineers"));
        var end = "{\"SessionId\": \"" + session + "\"}";
        assertThat(api.ssm(bob, "TerminateSession", end).type()).isEqualTo("AccessDeniedException");
        assertThat(api.ssm(bob, "DescribeSessions", "{\"State\": \"Active\"}").text())
                .doesNotContain(session);
        assertThat(api.ssm(alice, "DescribeSessions", "{\"State\": \"Active\"}").text())
                .contains(session);
        assertThat(api.ssm(alice, "TerminateSession", end).status()).isEqualTo(200);
    }

    @Test
    void asAwsSamplesWriteItASessionIsCalledByItsOwnersId() {
        policies.detach(ENGINEERS, ENGINEER);
        policies.putInline(ENGINEERS, "sample", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*"},
                  {"Effect": "Allow", "Action": "ssm:TerminateSession",
                   "Resource": "arn:aws:ssm:*:*:session/${aws:userid}-*"}]}""");
        var session = begun(web);
        var end = "{\"SessionId\": \"" + session + "\"}";
        assertThat(api.ssm(api.keyOf("bob", Set.of("engineers")), "TerminateSession", end)
                        .status())
                .isEqualTo(400);
        assertThat(api.ssm(alice, "TerminateSession", end).status()).isEqualTo(200);
    }

    @Test
    void aPolicyThatIsTakenAwayEndsEverySessionItGave() {
        var caller = api.bean(AccessKeys.class)
                .callerFor(
                        api.bean(AccessKeys.class)
                                .find(alice.accessKeyId())
                                .orElseThrow()
                                .key(),
                        "192.0.2.7")
                .orElseThrow();
        var live = new ArrayList<SessionId>();
        for (int i = 0; i < 200; i++) live.add(begun(caller, web.id()));
        var kept = begunByAdmin(web.id());
        policies.detach(ENGINEERS, ENGINEER);
        await().atMost(PATIENCE).until(() -> live.stream().allMatch(id -> ended(id) != null));
        assertThat(ended(live.getFirst()))
                .isEqualTo(new EndCause.AccessEnded("No identity-based policy allows the ssm:StartSession action on"
                        + " arn:aws:ssm:local:000000000000:managed-instance/" + web.id() + "."));
        assertThat(ended(kept)).isNull();
    }

    @Test
    void aGroupATagAKeyAndAUserThatChangeEndSessions() {
        var byTag = new SessionId(begun(web));
        api.bean(Nodes.class).tag(web.id(), Map.of("team", "db"));
        awaitEnd(byTag, "no identity-based policy");
        api.bean(Nodes.class).tag(web.id(), Map.of("team", "web"));

        var byGroup = new SessionId(begun(web));
        api.bean(Groups.class).remove("engineers", "alice");
        awaitEnd(byGroup, "no identity-based policy");
        api.bean(Groups.class).add("engineers", "alice");

        var byOwnTag = new SessionId(begun(web));
        api.bean(Users.class).untag("alice", List.of("team"));
        awaitEnd(byOwnTag, "no identity-based policy");
        api.bean(Users.class).tag("alice", Map.of("team", "web"));

        var byKey = new SessionId(begun(web));
        api.bean(AccessKeys.class).setEnabled(alice.accessKeyId(), false);
        awaitEnd(byKey, "the access key that started it");
        api.bean(AccessKeys.class).setEnabled(alice.accessKeyId(), true);

        var byUser = new SessionId(begun(web));
        api.bean(Users.class).setEnabled("alice", false);
        awaitEnd(byUser, "the access key that started it, or whoever it speaks for");
    }

    @Test
    void aTimeThatEndsEndsTheSession() {
        policies.detach(ENGINEERS, ENGINEER);
        policies.putInline(ENGINEERS, "tonight", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
                  "Condition": {"DateLessThan": {"aws:CurrentTime": "%s"}}}}""".formatted(clock.instant().plusSeconds(3600)));
        var session = new SessionId(begun(web));
        clock.forward(Duration.ofSeconds(3599));
        api.context.publishEvent(new DecisionsChanged());
        assertThat(ended(session)).isNull();
        clock.forward(Duration.ofSeconds(1));
        api.context.publishEvent(new DecisionsChanged());
        awaitEnd(session, "no identity-based policy");
    }

    @Test
    void whatBeganWithCredentialsOfBeforeAnInstantCanBeCut() {
        var stolen = new SessionId(begun(token(), web));
        var own = new SessionId(begun(web));
        clock.forward(Duration.ofMinutes(1));
        policies.putInline(Subject.user("alice"), "revoked", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
                  "Condition": {"DateLessThan": {"aws:TokenIssueTime": "%s"}}}}""".formatted(clock.instant()));
        awaitEnd(stolen, "an explicit deny: the Deny statement");
        assertThat(ended(own)).isNull();
        begun(token(), web);
    }

    private Credentials token() {
        var caller = api.bean(CurrentCallers.class)
                .now(ALICE, alice.accessKeyId(), "192.0.2.7")
                .orElseThrow();
        var credentials = api.bean(SessionCredentials.class);
        var issued = credentials.asThemselves(credentials.newId(), caller, Duration.ofHours(1));
        return new Credentials(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
    }

    @Test
    void anAddressThatAPolicyAsksForIsTheOneItWasStartedFrom() {
        policies.detach(ENGINEERS, ENGINEER);
        policies.putInline(ENGINEERS, "from-here", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
                  "Condition": {"IpAddress": {"aws:SourceIp": ["127.0.0.0/8", "::1"]}}}}""");
        var session = new SessionId(begun(web));
        api.context.publishEvent(new DecisionsChanged());
        assertThat(ended(session)).isNull();
        assertThat(state(session).live()).isTrue();
    }

    @Test
    void whatCallsIsWhatItSaysItIsAndComesOverTls() {
        policies.detach(ENGINEERS, ENGINEER);
        policies.putInline(ENGINEERS, "by-the-tool", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
                  "Condition": {"StringLike": {"aws:UserAgent": "tool/*"}, "Bool": {"aws:SecureTransport": "true"}}}}""");
        assertThat(begin(web, null).status()).isEqualTo(400);
        assertThat(beginBy("another/1").text()).contains("AccessDeniedException");
        var reply = beginBy("tool/1.2");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        // a session goes on as what it was begun by, whatever asks later
        var session = new SessionId(reply.json().path("SessionId").asString());
        api.context.publishEvent(new DecisionsChanged());
        assertThat(ended(session)).isNull();
        assertThat(state(session).live()).isTrue();
    }

    private ApiUnderTest.Reply beginBy(String userAgent) {
        var headers = List.of(
                new Header("Content-Type", "application/x-amz-json-1.1"),
                new Header("X-Amz-Target", "AmazonSSM.StartSession"),
                new Header("User-Agent", userAgent));
        return api.send("POST", "/", ApiUnderTest.signer(alice, "ssm"), headers, "{\"Target\": \"" + web.id() + "\"}");
    }

    @Test
    void aBoundaryIsTheMost() {
        var starts = policies.create(new Policies.Wanted("Lists", "", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:Describe*", "Resource": "*"}}""", Map.of(), ALICE));
        policies.setBoundary(Subject.user("alice"), starts.arn());
        assertThat(begin(web, null).message()).endsWith("no permissions boundary allows the ssm:StartSession action");
        policies.removeBoundary(Subject.user("alice"));
        assertThat(begin(web, null).status()).isEqualTo(200);
    }

    private void awaitEnd(SessionId id, String why) {
        await().atMost(PATIENCE).until(() -> ended(id) != null);
        assertThat(ended(id))
                .isInstanceOfSatisfying(
                        EndCause.AccessEnded.class,
                        cause -> assertThat(cause.why()).containsIgnoringCase(why));
    }

    private @Nullable EndCause ended(SessionId id) {
        return state(id) instanceof SessionState.Ended(var _, var cause) ? cause : null;
    }

    private SessionState state(SessionId id) {
        return api.bean(Sessions.class).find(id).map(Session::state).orElseThrow();
    }

    private ApiUnderTest.Reply begin(NodeUnderTest node, @Nullable String document) {
        return begin(alice, node, document);
    }

    private ApiUnderTest.Reply begin(Credentials signing, NodeUnderTest node, @Nullable String document) {
        var name = document == null ? "" : ", \"DocumentName\": \"" + document + "\"";
        return api.ssm(signing, "StartSession", "{\"Target\": \"" + node.id() + "\"" + name + "}");
    }

    private String begun(NodeUnderTest node) {
        return begun(alice, node);
    }

    private String begun(Credentials signing, NodeUnderTest node) {
        var reply = begin(signing, node, null);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("SessionId").asString();
    }

    private SessionId begunByAdmin(NodeId node) {
        api.administrator();
        var users = api.bean(Users.class);
        return begun(users.callerFor(users.find("admin").orElseThrow(), "192.0.2.8"), node);
    }

    private SessionId begun(Caller caller, NodeId node) {
        var start = new Sessions.Start(node, null, Map.of(), "", Session.Client.BROWSER);
        return api.bean(Sessions.class).start(caller, start) instanceof Done<Sessions.Started>(var started)
                ? started.session().id()
                : new SessionId("refused-0");
    }
}
