package dev.postern.api;

import static dev.postern.api.ApiUnderTest.signer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.RoleSession;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.identity.roles.Trust;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Temporary credentials on the wire: their end, their share of calls, and forms that are none. */
class TemporaryCredentialsTest {
    private static final int BURST = 6;

    private final HandClock clock = new HandClock();
    private ApiUnderTest api;
    private Credentials admin;

    @BeforeEach
    void start() {
        api = new ApiUnderTest(
                clock,
                "postern.api.rate=1",
                "postern.api.burst=" + BURST,
                "postern.api.anonymous-rate=1",
                "postern.api.anonymous-burst=" + BURST);
        admin = api.administrator();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Credentials inRole(String sessionName) {
        var roles = api.bean(Roles.class);
        var role = roles.find("on-call")
                .orElseGet(() -> api.administrators("on-call", Duration.ofHours(1), new Trust(true, Set.of(), null)));
        var sessions = api.bean(SessionCredentials.class);
        var issued = sessions.inRole(
                sessions.newId(), caller(), new RoleSession(role, sessionName, null, List.of()), Duration.ofHours(1));
        return new Credentials(issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
    }

    private Caller caller() {
        var keys = api.bean(AccessKeys.class);
        return keys.callerFor(keys.find(admin.accessKeyId()).orElseThrow().key(), "127.0.0.1")
                .orElseThrow();
    }

    private Reply query(@Nullable SigV4Signer signer, String form) {
        return api.send(
                "POST", "/", signer, List.of(new Header("Content-Type", "application/x-www-form-urlencoded")), form);
    }

    @Test
    void theyAreGoodToTheLastSecondAndThenExpired() {
        var credentials = inRole("night");
        clock.forward(Duration.ofSeconds(3599));
        assertThat(api.ssm(credentials, "DescribeActivations", "{}").status()).isEqualTo(200);
        clock.forward(Duration.ofSeconds(1));
        assertThat(api.ssm(credentials, "DescribeActivations", "{}").type()).isEqualTo("ExpiredTokenException");
        assertThat(query(signer(credentials, "sts"), "Action=GetCallerIdentity&Version=2011-06-15")
                        .text())
                .contains("<Code>ExpiredToken</Code>");
    }

    @Test
    void nobodyGetsMoreCallsByAssumingRoles() {
        for (int i = 0; i < BURST; i++)
            assertThat(api.ssm(inRole("night-" + i), "DescribeActivations", "{}")
                            .status())
                    .isEqualTo(200);
        assertThat(api.ssm(inRole("night-7"), "DescribeActivations", "{}").type())
                .isEqualTo("ThrottlingException");
        assertThat(api.ssm(admin, "DescribeActivations", "{}").type()).isEqualTo("ThrottlingException");
        assertThat(query(signer(admin, "sts"), "Action=GetSessionToken").text()).contains("<Code>Throttling</Code>");
    }

    @Test
    void strangersWithMadeUpTokensAreThrottledByTheirAddress() {
        var form = "Action=AssumeRoleWithWebIdentity&RoleSessionName=build-7&WebIdentityToken=a.b.c&RoleArn="
                + "arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fci";
        for (int i = 0; i < BURST; i++) assertThat(query(null, form).text()).contains("<Code>AccessDenied</Code>");
        var refused = query(null, form);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).contains("<Code>Throttling</Code>");
    }

    @Test
    void aFormThatSaysTwoThingsOfOneMemberIsNone() {
        var signer = signer(admin, "sts");
        for (var form : List.of(
                "Action=GetSessionToken&DurationSeconds=900&DurationSeconds=901",
                "Action=GetSessionToken&DurationSeconds=900&DurationSeconds.member.1=901",
                "Action=GetSessionToken&Tags.member.0.Key=x",
                "Action=GetSessionToken&a.b.c.d.e.f.g.h.i=x",
                "Action=GetSessionToken&DurationSeconds=soon"))
            assertThat(query(signer, form).text()).as(form).contains("<Code>MalformedInput</Code>");
    }

    @Test
    void aStrangersFormIsNoLongerThanATokenNeeds() {
        var reply = query(null, "Action=AssumeRoleWithWebIdentity&WebIdentityToken=" + "x".repeat(33 * 1024));
        assertThat(reply.status()).isEqualTo(413);
    }
}
