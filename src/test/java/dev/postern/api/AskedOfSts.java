package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.sts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.roles.Trust;
import dev.postern.identity.roles.WebIdentityProvider;
import dev.postern.testing.IdentityProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.sts.model.PackedPolicyTooLargeException;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** What is asked of the service for temporary credentials. */
record AskedOfSts(SdkCaller by) {
    List<Asked> all() {
        return List.of(identity(), sessionToken(), role(), webIdentity());
    }

    private StsClient with(AwsCredentials credentials) {
        return by.aimed(StsClient.builder(), StaticCredentialsProvider.create(credentials));
    }

    private static AwsCredentials session(Credentials issued) {
        return AwsSessionCredentials.create(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
    }

    private String whoIs(Credentials issued) {
        try (var client = with(session(issued))) {
            return client.getCallerIdentity().arn();
        }
    }

    /** As the Query protocol says it. */
    private static Asked.Refused invalid(String word, ThrowingCallable call) {
        return as("ValidationError", 400, word, call);
    }

    private static Asked.Refused denied(String word, ThrowingCallable call) {
        return as("AccessDenied", 403, word, call);
    }

    private Asked identity() {
        return sts(
                "GetCallerIdentity",
                () -> {
                    var identity = by.sts.getCallerIdentity();
                    assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:user/admin");
                    assertThat(identity.userId()).matches("AIDA[A-Z2-7]{17}");
                    assertThat(identity.account()).isEqualTo("000000000000");
                },
                as("InvalidClientTokenId", 403, "security token", () -> {
                    try (var nobody = with(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "x".repeat(40)))) {
                        nobody.getCallerIdentity();
                    }
                }),
                as("SignatureDoesNotMatch", 403, "signature", () -> {
                    try (var wrong = with(AwsBasicCredentials.create(by.key.accessKeyId(), "x".repeat(40)))) {
                        wrong.getCallerIdentity();
                    }
                }),
                as("MissingAuthenticationToken", 403, "", () -> {
                    try (var stranger = by.aimed(StsClient.builder(), AnonymousCredentialsProvider.create())) {
                        stranger.getCallerIdentity();
                    }
                }),
                denied("GetCallerIdentity takes the access key of a user", () -> {
                    var node = by.api.node("web");
                    try (var agent = by.aimed(StsClient.builder(), AwsSdk.signing(node.credentials()))) {
                        agent.getCallerIdentity();
                    }
                }));
    }

    private Asked sessionToken() {
        return sts(
                "GetSessionToken",
                () -> {
                    var issued = by.sts
                            .getSessionToken(request -> request.durationSeconds(129_600))
                            .credentials();
                    assertThat(issued.accessKeyId()).startsWith("ASIA");
                    assertThat(issued.expiration()).isAfter(Instant.now().plus(Duration.ofHours(35)));
                    assertThat(whoIs(issued)).isEqualTo("arn:aws:iam::000000000000:user/admin");
                },
                invalid(
                        "greater than or equal to 900",
                        () -> by.sts.getSessionToken(request -> request.durationSeconds(899))),
                invalid(
                        "less than or equal to 129600",
                        () -> by.sts.getSessionToken(request -> request.durationSeconds(129_601))),
                invalid(
                        "'serialNumber'",
                        () -> by.sts.getSessionToken(request -> request.serialNumber("no serial number"))),
                denied(
                        "MultiFactorAuthentication",
                        () -> by.sts.getSessionToken(
                                request -> request.serialNumber("GAHT12345678").tokenCode("123456"))),
                denied("session credentials", () -> {
                    try (var again = with(session(by.sts.getSessionToken().credentials()))) {
                        again.getSessionToken();
                    }
                }));
    }

    private static String arn(String role) {
        return "arn:aws:iam::000000000000:role/" + role;
    }

    private String made(Trust trust) {
        var name = "role-" + UUID.randomUUID();
        by.api.administrators(name, Duration.ofHours(2), trust);
        return arn(name);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private Asked role() {
        var role = made(new Trust(true, Set.of(), null).withSessionTags());
        return sts(
                "AssumeRole",
                () -> {
                    var answer = by.sts.assumeRole(request -> request.roleArn(role)
                            .roleSessionName("night")
                            .durationSeconds(7_200)
                            .sourceIdentity("e-4711")
                            .tags(tag("Team", "red")));
                    assertThat(answer.assumedRoleUser().arn()).endsWith("/night");
                    assertThat(answer.sourceIdentity()).isEqualTo("e-4711");
                    assertThat(answer.packedPolicySize()).isOne();
                    assertThat(whoIs(answer.credentials()))
                            .isEqualTo(answer.assumedRoleUser().arn());
                },
                denied(
                        "not authorized to perform: sts:AssumeRole",
                        () -> by.sts.assumeRole(
                                request -> request.roleArn(arn("nowhere")).roleSessionName("night"))),
                assuming("'roleSessionName'", request -> request.roleArn(role).roleSessionName("no name")),
                assuming(
                        "less than or equal to 64",
                        request -> request.roleArn(role).roleSessionName("n".repeat(65))),
                assuming(
                        "is invalid",
                        request ->
                                request.roleArn("arn:aws:iam::1:user/no-role").roleSessionName("night")),
                assuming("'roleArn'", request -> request.roleSessionName("night")),
                assuming(
                        "greater than or equal to 900",
                        request ->
                                request.roleArn(role).roleSessionName("night").durationSeconds(899)),
                assuming(
                        "MaxSessionDuration",
                        request ->
                                request.roleArn(role).roleSessionName("night").durationSeconds(7_201)),
                assuming(
                        "'tags.1.member.key'",
                        request ->
                                request.roleArn(role).roleSessionName("night").tags(tag("a#b", ""))),
                as(
                        "InvalidParameterValue",
                        400,
                        "case insensitive",
                        () -> by.sts.assumeRole(request -> request.roleArn(role)
                                .roleSessionName("night")
                                .tags(tag("Team", "a"), tag("team", "b")))),
                as(
                        MalformedPolicyDocumentException.class,
                        "JSON",
                        () -> by.sts.assumeRole(request ->
                                request.roleArn(role).roleSessionName("night").policy("{"))),
                as(
                        PackedPolicyTooLargeException.class,
                        "2048",
                        () -> by.sts.assumeRole(request -> request.roleArn(role)
                                .roleSessionName("night")
                                .policy("{\"Statement\":[]}" + " ".repeat(2_048)))),
                as(
                        "ValidationError",
                        400,
                        "no such managed policy",
                        () -> by.sts.assumeRole(request -> request.roleArn(role)
                                .roleSessionName("night")
                                .policyArns(PolicyDescriptorType.builder()
                                        .arn("arn:aws:iam::aws:policy/ReadOnlyAccess")
                                        .build()))));
    }

    private Asked.Refused assuming(String word, Consumer<AssumeRoleRequest.Builder> request) {
        return invalid(word, () -> by.sts.assumeRole(request));
    }

    private Asked webIdentity() {
        return sts(
                "AssumeRoleWithWebIdentity",
                () -> {
                    try (var idp = new IdentityProvider()) {
                        var answer = taken(token(idp, trusting(idp)));
                        assertThat(answer.subjectFromWebIdentityToken()).isEqualTo("repo:app");
                        assertThat(answer.provider()).isEqualTo(idp.issuer());
                        assertThat(whoIs(answer.credentials())).endsWith("/build-7");
                    }
                },
                as(InvalidIdentityTokenException.class, "", () -> {
                    try (var idp = new IdentityProvider()) {
                        taken(token(idp, trusting(idp))
                                .andThen(request -> request.webIdentityToken(idp.forged("repo:app", Instant.now()))));
                    }
                }),
                as(ExpiredTokenException.class, "expired", () -> {
                    try (var idp = new IdentityProvider()) {
                        taken(token(idp, trusting(idp))
                                .andThen(request -> request.webIdentityToken(idp.token(
                                        "repo:app",
                                        Instant.now(),
                                        claims -> claims.expirationTime(
                                                Date.from(Instant.now().minusSeconds(1)))))));
                    }
                }),
                denied("Not authorized to perform sts:AssumeRoleWithWebIdentity", () -> {
                    try (var idp = new IdentityProvider()) {
                        taken(token(idp, arn("nowhere")));
                    }
                }),
                invalid(
                        "'webIdentityToken'",
                        () -> taken(request -> request.roleArn(arn("any")).roleSessionName("build-7"))),
                invalid(
                        "less than or equal to 20000",
                        () -> taken(request -> request.roleArn(arn("any"))
                                .roleSessionName("build-7")
                                .webIdentityToken("x".repeat(20_001)))),
                invalid(
                        "'roleSessionName'",
                        () -> taken(request -> request.roleArn(arn("any"))
                                .roleSessionName("no name")
                                .webIdentityToken("token"))),
                invalid(
                        "ProviderId",
                        () -> taken(request -> request.roleArn(arn("any"))
                                .roleSessionName("build-7")
                                .webIdentityToken("token")
                                .providerId("www.amazon.com"))));
    }

    private String trusting(IdentityProvider idp) {
        return made(new Trust(
                false,
                Set.of(),
                new WebIdentityProvider(idp.issuer(), IdentityProvider.AUDIENCE, idp.jwks(), "repo:*")));
    }

    private static Consumer<AssumeRoleWithWebIdentityRequest.Builder> token(IdentityProvider idp, String role) {
        return request -> request.roleArn(role)
                .roleSessionName("build-7")
                .webIdentityToken(idp.token("repo:app", Instant.now(), _ -> {}));
    }

    /** By a stranger: the token is all there is. */
    private AssumeRoleWithWebIdentityResponse taken(Consumer<AssumeRoleWithWebIdentityRequest.Builder> request) {
        try (var stranger = by.aimed(StsClient.builder(), AnonymousCredentialsProvider.create())) {
            return stranger.assumeRoleWithWebIdentity(request);
        }
    }
}
