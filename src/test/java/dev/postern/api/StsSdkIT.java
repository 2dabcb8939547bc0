package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.identity.roles.Trust;
import dev.postern.identity.roles.WebIdentityProvider;
import dev.postern.testing.IdentityProvider;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.IdpCommunicationErrorException;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Temporary credentials, got and used by AWS's own SDK. */
class StsSdkIT {
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":"
            + "{\"Effect\":\"Allow\",\"Action\":\"ssm:ListDocuments\",\"Resource\":\"*\"}}";

    @AutoClose
    private final IdentityProvider idp = new IdentityProvider();

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    private final dev.postern.sigv4.Credentials key = api.administrator();
    private final dev.postern.sigv4.Credentials alicesKey = api.keyOf("alice", Set.of());

    @AutoClose
    private final StsClient admin = AwsSdk.sts(api, key);

    @AutoClose
    private final StsClient alice = AwsSdk.sts(api, alicesKey);

    // ── clients ──

    private static AwsCredentials session(Credentials issued) {
        return AwsSessionCredentials.create(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
    }

    private StsClient sts(AwsCredentials credentials) {
        return AwsSdk.aimed(StsClient.builder(), api, StaticCredentialsProvider.create(credentials));
    }

    private SsmClient ssm(AwsCredentials credentials) {
        return AwsSdk.aimed(SsmClient.builder(), api, StaticCredentialsProvider.create(credentials));
    }

    private String whoIs(AwsCredentials credentials) {
        try (var client = sts(credentials)) {
            return client.getCallerIdentity().arn();
        }
    }

    private Role role(String name, boolean administrator, Trust trust) {
        return administrator
                ? api.administrators(name, Duration.ofHours(2), trust)
                : api.role(name, Duration.ofHours(2), trust);
    }

    private static Trust everyone() {
        return new Trust(true, Set.of(), null).withSessionTags();
    }

    private static String arn(String role) {
        return "arn:aws:iam::000000000000:role/" + role;
    }

    private static Consumer<AssumeRoleRequest.Builder> into(String role) {
        return request -> request.roleArn(arn(role)).roleSessionName("night");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void assertCode(ThrowingCallable call, String code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, error -> {
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
            for (var word : words)
                assertThat(error.awsErrorDetails().errorMessage()).contains(word);
        });
    }

    private NewEntry last(String action) {
        return api.bean(Trail.class).latest(Long.MAX_VALUE, 100).stream()
                .map(entry -> entry.event())
                .filter(event -> event.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private void expire() {
        api.bean(JdbcClient.class)
                .sql("UPDATE session_credential SET expires_at = ?")
                .param(OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC))
                .update();
    }

    // ── GetSessionToken ──

    @Test
    void aSessionTokenIsItsUserForAWhile() {
        var issued =
                alice.getSessionToken(request -> request.durationSeconds(900)).credentials();
        assertThat(issued.accessKeyId()).startsWith("ASIA");
        assertThat(Duration.between(Instant.now(), issued.expiration()))
                .isBetween(Duration.ofSeconds(880), Duration.ofSeconds(900));
        assertThat(whoIs(session(issued))).isEqualTo("arn:aws:iam::000000000000:user/alice");
        var event = last("GetSessionToken");
        assertThat(event.actor().name()).isEqualTo("alice");
        assertThat(event.details())
                .containsEntry("accessKeyId", issued.accessKeyId())
                .containsEntry("signedWith", alicesKey.accessKeyId())
                .containsEntry("durationSeconds", "900");
    }

    @Test
    void anAdministratorsSessionTokenOpensWhatTheAdministratorMay() {
        var issued = session(admin.getSessionToken().credentials());
        try (var ssm = ssm(issued)) {
            assertThat(ssm.createActivation(request -> request.iamRole("any")).activationId())
                    .isNotBlank();
            assertThat(last("CreateActivation").details()).containsEntry("signedWith", issued.accessKeyId());
        }
    }

    @Test
    void aSessionTokenHasItsLimits() {
        assertThat(Duration.between(
                        Instant.now(), admin.getSessionToken().credentials().expiration()))
                .isBetween(Duration.ofHours(12).minusSeconds(20), Duration.ofHours(12));
        assertCode(
                () -> admin.getSessionToken(request -> request.durationSeconds(899)),
                "ValidationError",
                "durationSeconds",
                "900");
        assertCode(
                () -> admin.getSessionToken(request -> request.durationSeconds(129_601)), "ValidationError", "129600");
        assertCode(
                () -> admin.getSessionToken(request -> request.serialNumber("arn:aws:iam::000000000000:mfa/admin")
                        .tokenCode("123456")),
                "AccessDenied",
                "MultiFactorAuthentication");
        try (var again = sts(session(admin.getSessionToken().credentials()))) {
            assertCode(again::getSessionToken, "AccessDenied", "Cannot call GetSessionToken with session credentials");
        }
    }

    @Test
    void aCodeMakesATokenOfTwoFactorsOnce() {
        var code = api.secondFactor("alice");
        var issued = alice.getSessionToken(request -> request.serialNumber("arn:aws:iam::000000000000:mfa/alice")
                        .tokenCode(code))
                .credentials();
        assertThat(proven(issued)).isTrue();
        assertThat(proven(alice.getSessionToken().credentials())).isFalse();
        for (var device : List.of("alice", "admin"))
            assertCode(
                    () -> alice.getSessionToken(
                            request -> request.serialNumber("arn:aws:iam::000000000000:mfa/" + device)
                                    .tokenCode(code)),
                    "AccessDenied",
                    "MultiFactorAuthentication failed");
        assertCode(() -> alice.getSessionToken(request -> request.tokenCode(code)), "AccessDenied", "go together");
    }

    private boolean proven(Credentials issued) {
        return api.bean(SessionCredentials.class)
                .callerFor(issued.accessKeyId(), null)
                .map(Caller::assurance)
                .orElseThrow()
                .multiFactor();
    }

    // ── the token on every call ──

    @Test
    void aWrongAMissingAndAnothersTokenAreRefused() {
        var issued = admin.getSessionToken().credentials();
        var other = admin.getSessionToken().credentials();
        for (var wrong : List.of(
                AwsSessionCredentials.create(issued.accessKeyId(), issued.secretAccessKey(), "made-up"),
                AwsSessionCredentials.create(issued.accessKeyId(), issued.secretAccessKey(), other.sessionToken()),
                AwsBasicCredentials.create(issued.accessKeyId(), issued.secretAccessKey()),
                AwsSessionCredentials.create(key.accessKeyId(), key.secretAccessKey(), issued.sessionToken()))) {
            assertCode(() -> whoIs(wrong), "InvalidClientTokenId", "security token");
            try (var ssm = ssm(wrong)) {
                assertCode(() -> ssm.describeActivations(_ -> {}), "UnrecognizedClientException");
            }
        }
        var wrongSecret =
                AwsSessionCredentials.create(issued.accessKeyId(), other.secretAccessKey(), issued.sessionToken());
        assertCode(() -> whoIs(wrongSecret), "SignatureDoesNotMatch");
    }

    @Test
    void anExpiredTokenIsToldSo() {
        var issued = session(admin.getSessionToken().credentials());
        expire();
        assertCode(() -> whoIs(issued), "ExpiredToken", "expired");
        try (var ssm = ssm(issued)) {
            assertCode(() -> ssm.describeActivations(_ -> {}), "ExpiredTokenException");
        }
    }

    @Test
    void itEndsAtOnceWithItsUserAndWithItsKey() {
        role("any", true, everyone());
        var tokens = List.of(
                session(alice.getSessionToken().credentials()),
                session(alice.assumeRole(into("any")).credentials()));
        for (var issued : tokens) whoIs(issued);
        api.bean(Users.class).setEnabled("alice", false);
        for (var issued : tokens) assertCode(() -> whoIs(issued), "InvalidClientTokenId");
        api.bean(Users.class).setEnabled("alice", true);
        for (var issued : tokens) whoIs(issued);
        api.bean(AccessKeys.class).setEnabled(alicesKey.accessKeyId(), false);
        for (var issued : tokens) assertCode(() -> whoIs(issued), "InvalidClientTokenId");
        api.bean(AccessKeys.class).setEnabled(alicesKey.accessKeyId(), true);
        api.bean(AccessKeys.class).delete(alicesKey.accessKeyId());
        for (var issued : tokens) assertCode(() -> whoIs(issued), "InvalidClientTokenId");
    }

    // ── AssumeRole ──

    @Test
    void whoeverARoleTrustsIsInItUnderTheNameTheyChose() {
        var role = role("on-call", true, new Trust(false, Set.of("alice"), null));
        var answer = alice.assumeRole(into("on-call"));
        assertThat(answer.assumedRoleUser().assumedRoleId()).isEqualTo(role.id() + ":night");
        assertThat(answer.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::000000000000:assumed-role/on-call/night");
        assertThat(Duration.between(Instant.now(), answer.credentials().expiration()))
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        try (var inRole = sts(session(answer.credentials()))) {
            var identity = inRole.getCallerIdentity();
            assertThat(identity.arn()).isEqualTo(answer.assumedRoleUser().arn());
            assertThat(identity.userId()).isEqualTo(role.id() + ":night");
            assertThat(identity.account()).isEqualTo("000000000000");
        }
        var event = last("AssumeRole");
        assertThat(event.actor().arn()).isEqualTo("arn:aws:iam::000000000000:user/alice");
        assertThat(event.resource()).isEqualTo(arn("on-call"));
        assertThat(event.details())
                .containsEntry("accessKeyId", answer.credentials().accessKeyId())
                .containsEntry("roleSessionName", "night");
    }

    @Test
    void theSdksOwnProviderOfRoleCredentialsWorks() {
        role("on-call", true, everyone());
        try (var provider = StsAssumeRoleCredentialsProvider.builder()
                        .stsClient(alice)
                        .refreshRequest(into("on-call"))
                        .build();
                var ssm = AwsSdk.aimed(SsmClient.builder(), api, provider)) {
            assertThat(ssm.describeActivations(_ -> {}).activationList()).isEmpty();
        }
    }

    @Test
    void whatIsDoneInARoleCarriesItsNameAndWhoIsBehindIt() {
        role("on-call", true, everyone());
        var node = api.node("web-1").id();
        api.relays.connected.add(node);
        var issued = session(alice.assumeRole(request -> into("on-call")
                        .andThen(more -> more.sourceIdentity("e-4711"))
                        .accept(request))
                .credentials());
        try (var ssm = ssm(issued)) {
            var session =
                    ssm.startSession(request -> request.target(node.value())).sessionId();
            assertThat(session).startsWith("night-");
            assertThat(ssm.describeSessions(request -> request.state(SessionState.ACTIVE))
                            .sessions()
                            .getFirst()
                            .owner())
                    .isEqualTo("arn:aws:sts::000000000000:assumed-role/on-call/night");
        }
        var event = last("StartSession");
        assertThat(event.actor().name()).isEqualTo("on-call/night");
        assertThat(event.details())
                .containsEntry("origin", "arn:aws:iam::000000000000:user/alice")
                .containsEntry("sourceIdentity", "e-4711")
                .containsEntry("signedWith", issued.accessKeyId());
    }

    @Test
    void aPlainRoleMayNoMoreThanAPlainUserWhoeverIsInIt() {
        role("plain", false, everyone());
        try (var ssm = ssm(session(admin.assumeRole(into("plain")).credentials()))) {
            assertCode(
                    () -> ssm.createActivation(request -> request.iamRole("any")),
                    "AccessDeniedException",
                    "assumed-role/plain/night is not authorized");
        }
    }

    @Test
    void aRoleIsForThoseItTrusts() {
        role("on-call", true, new Trust(false, Set.of("alice"), null));
        assertCode(
                () -> admin.assumeRole(into("on-call")), "AccessDenied", "not authorized to perform: sts:AssumeRole");
        assertThat(last("AssumeRole").outcome()).isEqualTo(Outcome.DENIED);
        assertCode(() -> admin.assumeRole(into("nowhere")), "AccessDenied", arn("nowhere"));
        assertCode(
                () -> admin.assumeRole(request -> request.roleArn("arn:aws:iam::111122223333:role/on-call")
                        .roleSessionName("night")),
                "AccessDenied");
        assertThat(api.bean(JdbcClient.class)
                        .sql("SELECT COUNT(*) FROM session_credential")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aRoleThatIsDeletedIsLeftAtOnce() {
        var role = role("on-call", true, everyone());
        var issued = session(alice.assumeRole(into("on-call")).credentials());
        whoIs(issued);
        api.bean(Roles.class).delete(role.id());
        assertCode(() -> whoIs(issued), "InvalidClientTokenId");
    }

    @Test
    void whatIsAskedForIsCheckedAsAwsChecksIt() {
        role("on-call", true, everyone());
        assertCode(
                () -> alice.assumeRole(
                        request -> request.roleArn(arn("on-call")).roleSessionName("no spaces")),
                "ValidationError",
                "roleSessionName");
        assertCode(
                () -> alice.assumeRole(
                        request -> request.roleArn(arn("on-call")).roleSessionName("x")),
                "ValidationError",
                "greater than or equal to 2");
        assertCode(
                () -> alice.assumeRole(request ->
                        request.roleArn("arn:aws:iam::1:user/not-a-role").roleSessionName("night")),
                "ValidationError",
                "is invalid");
        assertCode(() -> alice.assumeRole(request -> request.roleSessionName("night")), "ValidationError", "roleArn");
        assertCode(() -> alice.assumeRole(with(more -> more.durationSeconds(899))), "ValidationError", "900");
        assertCode(() -> alice.assumeRole(with(more -> more.durationSeconds(43_201))), "ValidationError", "43200");
        assertCode(
                () -> alice.assumeRole(with(more -> more.durationSeconds(7201))),
                "ValidationError",
                "exceeds the MaxSessionDuration");
        assertThat(alice.assumeRole(with(more -> more.durationSeconds(7200).externalId("ticket:7")))
                        .credentials()
                        .accessKeyId())
                .startsWith("ASIA");
        assertThat(last("AssumeRole").details()).containsEntry("externalId", "ticket:7");
        assertCode(() -> alice.assumeRole(with(more -> more.externalId("x"))), "ValidationError", "externalId");
        assertCode(
                () -> alice.assumeRole(
                        with(more -> more.serialNumber("GAHT12345678").tokenCode("123456"))),
                "AccessDenied",
                "MultiFactorAuthentication");
    }

    private static Consumer<AssumeRoleRequest.Builder> with(Consumer<AssumeRoleRequest.Builder> more) {
        return into("on-call").andThen(more);
    }

    @Test
    void tagsAndSourceIdentityGoOnTheTrailAndAlongAChain() {
        role("on-call", true, everyone());
        role("next", true, everyone());
        var first = alice.assumeRole(with(more -> more.tags(tag("Team", "red"), tag("Site", "Zürich 1"))
                .transitiveTagKeys("Team")
                .sourceIdentity("e-4711")));
        assertThat(first.packedPolicySize()).isEqualTo(1);
        assertThat(first.sourceIdentity()).isEqualTo("e-4711");
        assertThat(last("AssumeRole").details())
                .containsEntry("tags", "Team=red (transitive), Site=Zürich 1")
                .containsEntry("sourceIdentity", "e-4711");
        try (var inFirst = sts(session(first.credentials()))) {
            var second = inFirst.assumeRole(into("next").andThen(more -> more.tags(tag("Shift", "night"))));
            assertThat(second.sourceIdentity()).isEqualTo("e-4711");
            assertThat(last("AssumeRole").details())
                    .containsEntry("tags", "Shift=night, Team=red (transitive)")
                    .containsEntry("origin", "arn:aws:iam::000000000000:user/alice");
            assertCode(
                    () -> inFirst.assumeRole(into("next").andThen(more -> more.tags(tag("team", "blue")))),
                    "InvalidParameterValue",
                    "conflicts with a transitive tag key");
            assertCode(
                    () -> inFirst.assumeRole(into("next").andThen(more -> more.sourceIdentity("somebody-else"))),
                    "AccessDenied",
                    "cannot be changed");
            assertCode(
                    () -> inFirst.assumeRole(into("next").andThen(more -> more.durationSeconds(3601))),
                    "ValidationError",
                    "role chaining");
        }
    }

    @Test
    void tagsHaveTheirRules() {
        role("on-call", true, everyone());
        assertCode(
                () -> alice.assumeRole(with(more -> more.tags(tag("Team", "a"), tag("team", "b")))),
                "InvalidParameterValue",
                "case insensitive");
        assertCode(() -> alice.assumeRole(with(more -> more.tags(tag("aws:x", "a")))), "ValidationError", "aws:");
        assertCode(
                () -> alice.assumeRole(with(more ->
                        more.sourceIdentity("aws,x").tags(tag("Team", "a")).transitiveTagKeys("Site"))),
                "ValidationError",
                "Site");
        assertCode(
                () -> alice.assumeRole(with(more -> more.tags(tag("Te;am", "a")))),
                "ValidationError",
                "tags.1.member.key");
        assertThatThrownBy(() -> alice.assumeRole(with(more -> more.tags(IntStream.range(0, 20)
                        .mapToObj(i -> tag("k" + i, "v".repeat(256)))
                        .toList()))))
                .isInstanceOf(PackedPolicyTooLargeException.class);
        assertCode(
                () -> alice.assumeRole(with(more -> more.tags(
                        IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "v")).toList()))),
                "ValidationError",
                "50");
    }

    @Test
    void aSessionPolicyTakesAwayAndGivesNothing() {
        role("on-call", true, everyone());
        var narrowed = alice.assumeRole(with(more -> more.policy(POLICY)));
        assertThat(narrowed.packedPolicySize()).isPositive();
        var managed = alice.assumeRole(with(more -> more.policyArns(PolicyDescriptorType.builder()
                .arn("arn:aws:iam::aws:policy/PosternAuditor")
                .build())));
        for (var limited : List.of(narrowed, managed)) {
            try (var ssm = ssm(session(limited.credentials()))) {
                assertThat(ssm.listDocuments().documentIdentifiers()).isNotEmpty();
                assertThatThrownBy(() -> ssm.createActivation(request -> request.iamRole("any")))
                        .hasMessageContaining("no session policy allows the ssm:CreateActivation action");
            }
        }
        assertCode(
                () -> alice.assumeRole(with(more -> more.policyArns(PolicyDescriptorType.builder()
                        .arn("arn:aws:iam::aws:policy/ReadOnlyAccess")
                        .build()))),
                "ValidationError",
                "no such managed policy");
        assertThatThrownBy(() -> alice.assumeRole(with(more -> more.policy("{\"Statement\":"))))
                .isInstanceOf(MalformedPolicyDocumentException.class);
        assertThatThrownBy(() -> alice.assumeRole(with(more -> more.policy(POLICY + " ".repeat(2048)))))
                .isInstanceOf(PackedPolicyTooLargeException.class);
        assertThat(alice.assumeRole(with(more -> more.policyArns(List.of()))).credentials())
                .isNotNull();
    }

    // ── AssumeRoleWithWebIdentity ──

    private StsClient stranger() {
        return AwsSdk.aimed(StsClient.builder(), api, AnonymousCredentialsProvider.create());
    }

    private Role trusting(@Nullable String subject) {
        return role("ci", true, new Trust(false, Set.of(), provider(idp.jwks(), subject)).withSessionTags());
    }

    private WebIdentityProvider provider(URI jwks, @Nullable String subject) {
        return new WebIdentityProvider(idp.issuer(), IdentityProvider.AUDIENCE, jwks, subject);
    }

    private AssumeRoleWithWebIdentityResponse web(String token) {
        try (var stranger = stranger()) {
            return stranger.assumeRoleWithWebIdentity(request ->
                    request.roleArn(arn("ci")).roleSessionName("build-7").webIdentityToken(token));
        }
    }

    @Test
    void aWebIdentityIsTakenIntoARole() {
        var role = trusting("repo:*");
        var answer = web(idp.token(
                "repo:app",
                Instant.now(),
                claims -> claims.claim("https://aws.amazon.com/source_identity", "e-4711")
                        .claim(
                                "https://aws.amazon.com/tags",
                                Map.of("principal_tags", Map.of("Team", List.of("red"))))));
        assertThat(answer.subjectFromWebIdentityToken()).isEqualTo("repo:app");
        assertThat(answer.provider()).isEqualTo(idp.issuer());
        assertThat(answer.audience()).isEqualTo(IdentityProvider.AUDIENCE);
        assertThat(answer.sourceIdentity()).isEqualTo("e-4711");
        assertThat(answer.assumedRoleUser().assumedRoleId()).isEqualTo(role.id() + ":build-7");
        assertThat(whoIs(session(answer.credentials()))).isEqualTo("arn:aws:sts::000000000000:assumed-role/ci/build-7");
        var event = last("AssumeRoleWithWebIdentity");
        assertThat(event.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(event.actor().arn()).isEqualTo("web-identity:" + idp.issuer() + ":repo:app");
        assertThat(event.details())
                .containsEntry("subject", "repo:app")
                .containsEntry("tags", "Team=red")
                .containsEntry("accessKeyId", answer.credentials().accessKeyId());
        try (var ssm = ssm(session(answer.credentials()))) {
            ssm.createActivation(request -> request.iamRole("any"));
        }
        assertThat(last("CreateActivation").details())
                .containsEntry("origin", event.actor().arn());
        api.bean(Roles.class).delete(role.id());
        assertCode(() -> whoIs(session(answer.credentials())), "InvalidClientTokenId");
    }

    @Test
    void aTokenThatProvesNothingIsRefusedWithAwssErrors() {
        trusting(null);
        var now = Instant.now();
        assertThatThrownBy(() -> web(idp.forged("mira", now))).isInstanceOf(InvalidIdentityTokenException.class);
        assertThat(last("AssumeRoleWithWebIdentity").outcome()).isEqualTo(Outcome.DENIED);
        assertThatThrownBy(() -> web("not.a.token")).isInstanceOf(InvalidIdentityTokenException.class);
        assertThatThrownBy(() -> web(idp.token("mira", now, claims -> claims.audience("another"))))
                .isInstanceOf(InvalidIdentityTokenException.class)
                .hasMessageContaining("audience");
        assertThatThrownBy(() ->
                        web(idp.token("mira", now, claims -> claims.expirationTime(Date.from(now.minusSeconds(1))))))
                .isInstanceOf(ExpiredTokenException.class);
        assertThatThrownBy(() -> web(idp.token(
                        "mira", now, claims -> claims.claim("https://aws.amazon.com/source_identity", "no spaces"))))
                .isInstanceOf(InvalidIdentityTokenException.class);
    }

    @Test
    void aSubjectTheRoleDoesNotTakeIsNotToldWhy() {
        trusting("repo:*");
        assertCode(
                () -> web(idp.token("mira", Instant.now(), _ -> {})),
                "AccessDenied",
                "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        var event = last("AssumeRoleWithWebIdentity");
        assertThat(event.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(event.details().get("because")).contains("does not trust");
    }

    @Test
    void aRoleWithoutAProviderAndNoRoleAtAllSoundAlike() {
        var token = idp.token("mira", Instant.now(), _ -> {});
        assertCode(() -> web(token), "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
        role("ci", true, everyone());
        assertCode(() -> web(token), "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    @Test
    void aProviderThatDoesNotAnswerIsToldSo() {
        role("ci", true, new Trust(false, Set.of(), provider(URI.create(idp.issuer() + "/nothing"), null)));
        assertThatThrownBy(() -> web(idp.token("mira", Instant.now(), _ -> {})))
                .isInstanceOf(IdpCommunicationErrorException.class);
    }

    @Test
    void nothingElseOfStsIsForStrangers() {
        role("on-call", true, everyone());
        try (var stranger = stranger()) {
            assertCode(stranger::getCallerIdentity, "MissingAuthenticationToken");
            assertCode(() -> stranger.assumeRole(into("on-call")), "MissingAuthenticationToken");
            assertCode(
                    () -> stranger.assumeRoleWithWebIdentity(request -> request.roleArn(arn("ci"))
                            .roleSessionName("build-7")
                            .webIdentityToken("x".repeat(20_001))),
                    "ValidationError",
                    "webIdentityToken",
                    "(hidden)");
        }
    }
}
