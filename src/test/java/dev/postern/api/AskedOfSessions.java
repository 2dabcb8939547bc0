package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.ssm;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_NODE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ssm.model.ConnectionStatus;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidNextTokenException;
import software.amazon.awssdk.services.ssm.model.Session;
import software.amazon.awssdk.services.ssm.model.SessionFilter;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.ssm.model.TargetNotConnectedException;

/** What is asked of the operations on sessions. */
record AskedOfSessions(SdkCaller by) {
    List<Asked> all() {
        return List.of(start(), resume(), terminate(), describe(), connection());
    }

    private String started() {
        var node = by.node().value();
        return by.ssm.startSession(request -> request.target(node)).sessionId();
    }

    private Asked start() {
        var node = by.node().value();
        return ssm(
                "StartSession",
                () -> {
                    var started = by.ssm.startSession(request -> request.target(node)
                            .documentName("AWS-StartPortForwardingSession")
                            .reason("to look")
                            .parameters(Map.of("portNumber", List.of("8080"))));
                    assertThat(started.sessionId()).startsWith("admin-");
                    assertThat(started.tokenValue()).isNotBlank();
                    assertThat(started.streamUrl()).startsWith("wss://").contains(started.sessionId());
                },
                as(
                        TargetNotConnectedException.class,
                        NO_NODE,
                        () -> by.ssm.startSession(request -> request.target(NO_NODE))),
                as(
                        TargetNotConnectedException.class,
                        "web server",
                        () -> by.ssm.startSession(request -> request.target("web server"))),
                as(
                        InvalidDocumentException.class,
                        "Nobodys",
                        () -> by.ssm.startSession(
                                request -> request.target(node).documentName("Nobodys"))),
                as(
                        InvalidDocumentException.class,
                        "AWS-RunShellScript",
                        () -> by.ssm.startSession(
                                request -> request.target(node).documentName("AWS-RunShellScript"))),
                invalid("'target'", () -> by.ssm.startSession(request -> {})),
                invalid(
                        "less than or equal to 400",
                        () -> by.ssm.startSession(request -> request.target("x".repeat(401)))),
                invalid(
                        "'documentName'",
                        () -> by.ssm.startSession(
                                request -> request.target(node).documentName("no name"))),
                invalid(
                        "'reason'",
                        () -> by.ssm.startSession(
                                request -> request.target(node).reason("two\nlines"))),
                invalid(
                        "less than or equal to 256",
                        () -> by.ssm.startSession(
                                request -> request.target(node).reason("r".repeat(257)))),
                invalid(
                        "portNumber",
                        () -> by.ssm.startSession(request -> request.target(node)
                                .documentName("AWS-StartPortForwardingSession")
                                .parameters(Map.of("portNumber", List.of("65536"))))),
                invalid(
                        "nobody",
                        () -> by.ssm.startSession(request -> request.target(node)
                                .documentName("AWS-StartPortForwardingSession")
                                .parameters(Map.of("nobody", List.of("1"))))),
                denied("ssm:StartSession", () -> by.plain.startSession(request -> request.target(node))));
    }

    private Asked resume() {
        return ssm(
                "ResumeSession",
                () -> {
                    var session = started();
                    var resumed = by.ssm.resumeSession(request -> request.sessionId(session));
                    assertThat(resumed.sessionId()).isEqualTo(session);
                    assertThat(resumed.tokenValue()).isNotBlank();
                    assertThat(resumed.streamUrl()).contains(session);
                    assertThat(by.ssm
                                    .resumeSession(request -> request.sessionId("never-was"))
                                    .tokenValue())
                            .as("over, as the plugin understands it")
                            .isEmpty();
                },
                invalid("'sessionId'", () -> by.ssm.resumeSession(request -> {})),
                invalid(
                        "less than or equal to 96",
                        () -> by.ssm.resumeSession(request -> request.sessionId("x".repeat(97)))),
                denied("ssm:ResumeSession", () -> {
                    var session = started();
                    by.plain.resumeSession(request -> request.sessionId(session));
                }));
    }

    private Asked terminate() {
        return ssm(
                "TerminateSession",
                () -> {
                    var session = started();
                    for (int i = 0; i < 2; i++)
                        assertThat(by.ssm
                                        .terminateSession(request -> request.sessionId(session))
                                        .sessionId())
                                .isEqualTo(session);
                    assertThat(shown(SessionState.HISTORY, "SessionId", session))
                            .hasSize(1);
                },
                invalid("'sessionId'", () -> by.ssm.terminateSession(request -> {})),
                invalid(
                        "less than or equal to 96",
                        () -> by.ssm.terminateSession(request -> request.sessionId("x".repeat(97)))),
                denied("ssm:TerminateSession", () -> {
                    var session = started();
                    by.plain.terminateSession(request -> request.sessionId(session));
                }));
    }

    private Asked describe() {
        return ssm(
                "DescribeSessions",
                () -> {
                    var node = by.node().value();
                    for (int i = 0; i < 3; i++) by.ssm.startSession(request -> request.target(node));
                    var pages = by.ssm.describeSessionsPaginator(request ->
                            request.state(SessionState.ACTIVE).maxResults(2).filters(filter("Target", node)));
                    assertThat(pages.stream().map(page -> page.sessions().size()))
                            .containsExactly(2, 1);
                    assertThat(pages.sessions())
                            .extracting(Session::sessionId)
                            .hasSize(3)
                            .doesNotHaveDuplicates();
                    assertThat(shown(SessionState.HISTORY, "Target", node)).isEmpty();
                },
                invalid("'state'", () -> by.ssm.describeSessions(request -> {})),
                invalid("[Active, History]", () -> by.ssm.describeSessions(request -> request.state("Sleeping"))),
                invalid(
                        "less than or equal to 200",
                        () -> by.ssm.describeSessions(
                                request -> request.state(SessionState.ACTIVE).maxResults(201))),
                invalid(
                        "greater than or equal to 1",
                        () -> by.ssm.describeSessions(
                                request -> request.state(SessionState.ACTIVE).maxResults(0))),
                as(
                        InvalidNextTokenException.class,
                        "token",
                        () -> by.ssm.describeSessions(
                                request -> request.state(SessionState.ACTIVE).nextToken(MADE_UP_TOKEN))),
                invalid("enum value set", () -> shown(SessionState.ACTIVE, "Colour", "red")),
                invalid("less than or equal to 400", () -> shown(SessionState.ACTIVE, "Owner", "x".repeat(401))),
                invalid("Disconnected", () -> shown(SessionState.ACTIVE, "Status", "Sleeping")),
                invalid("must look like", () -> shown(SessionState.ACTIVE, "InvokedAfter", "yesterday")),
                invalid(
                        "less than or equal to 6",
                        () -> by.ssm.describeSessions(request -> request.state(SessionState.ACTIVE)
                                .filters(Collections.nCopies(7, filter("Owner", "x"))))));
    }

    private static SessionFilter filter(String key, String value) {
        return SessionFilter.builder().key(key).value(value).build();
    }

    private List<Session> shown(SessionState state, String key, String value) {
        return by.ssm
                .describeSessions(request -> request.state(state).filters(filter(key, value)))
                .sessions();
    }

    private Asked connection() {
        return ssm(
                "GetConnectionStatus",
                () -> {
                    var node = by.node().value();
                    var status = by.ssm.getConnectionStatus(request -> request.target(node));
                    assertThat(status.target()).isEqualTo(node);
                    assertThat(status.status()).isEqualTo(ConnectionStatus.CONNECTED);
                    assertThat(by.ssm
                                    .getConnectionStatus(request -> request.target(NO_NODE))
                                    .status())
                            .isEqualTo(ConnectionStatus.NOTCONNECTED);
                },
                invalid("'target'", () -> by.ssm.getConnectionStatus(request -> {})),
                invalid(
                        "less than or equal to 400",
                        () -> by.ssm.getConnectionStatus(request -> request.target("x".repeat(401)))));
    }
}
