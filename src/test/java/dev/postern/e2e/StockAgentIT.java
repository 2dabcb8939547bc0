package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.protocol.PayloadType;
import dev.postern.testing.Api;
import dev.postern.testing.PortForward;
import dev.postern.testing.ProgramOnThisMachine;
import dev.postern.testing.SessionClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;

/**
 * Amazon's own amazon-ssm-agent as a node, an ordinary process of root's. Its places are fixed: its configuration is written to where it looks,
 * and what stood there is put back.
 */
@Tag("real")
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockAgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path CONFIGURATION = Path.of("/etc/amazon/ssm/amazon-ssm-agent.json");
    private static final Path STATE = Path.of("/var/lib/amazon");
    private static final int EACH = 1000 * 1000;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream exitCodes = new ByteArrayOutputStream();
    private Path program;
    private Path directory;
    private byte[] configuredBefore;
    private Path stateBefore;
    private PosternProcess server;
    private OtherProcess agent;
    private Api api;
    private SsmClient ssm;
    private String node;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        var found = new ProgramOnThisMachine(List.of("amazon-ssm-agent"), "amazon-ssm-agent").onPath();
        assumeTrue(found.isPresent(), "amazon-ssm-agent is not on PATH");
        assumeTrue("root".equals(System.getProperty("user.name")), "amazon-ssm-agent runs as root only");
        program = found.get().toRealPath(); // it looks for its workers beside the path it was started by
        var ports = Ports.free();
        var home = directory.resolve("home");
        server = OwnNode.server(home, ports);
        api = OwnNode.api(home, ports);
        ssm = api.ssm();
        configure(ports);
        register();
        agent = new OtherProcess(environment(), program.toString());
        node = OwnNode.awaited(ssm);
        server.await("node connected");
    }

    private void configure(Ports ports) throws IOException {
        Files.createDirectories(CONFIGURATION.getParent());
        if (Files.exists(CONFIGURATION)) configuredBefore = Files.readAllBytes(CONFIGURATION);
        if (Files.exists(STATE)) stateBefore = Files.move(STATE, STATE.resolveSibling("amazon-before-" + ports.api()));
        var endpoint = "https://127.0.0.1:" + ports.api();
        var manual = Files.readString(Path.of("docs/agent.md"));
        var shown = manual.substring(manual.indexOf("{", manual.indexOf("```json")));
        Files.writeString(
                CONFIGURATION,
                shown.substring(0, shown.indexOf("```")).replace("https://postern.example.com:8443", endpoint));
    }

    private void register() throws IOException, InterruptedException {
        var activation = ssm.createActivation(request -> request.iamRole("any"));
        try (var registration = new OtherProcess(
                environment(),
                program.toString(),
                "-register",
                "-id",
                activation.activationId(),
                "-code",
                activation.activationCode(),
                "-region",
                "local",
                "-y")) {
            assertThat(registration.exitCode()).as(registration.text()).isZero();
        }
    }

    /** AWS_CA_BUNDLE would break one of its clients, and its credentials file is root's own unless it is told another. */
    private Map<String, String> environment() {
        return Map.of(
                "SSL_CERT_FILE", api.ca().toString(),
                "AWS_SHARED_CREDENTIALS_FILE", sharedCredentials().toString());
    }

    private Path sharedCredentials() {
        return directory.resolve("agent-credentials");
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        if (agent != null) agent.stop();
        if (server != null) server.close();
        if (ssm != null) ssm.close();
        if (program == null || api == null) return;
        if (configuredBefore != null) Files.write(CONFIGURATION, configuredBefore);
        else Files.deleteIfExists(CONFIGURATION);
        if (Files.exists(STATE)) {
            try (var files = Files.walk(STATE)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
        }
        if (stateBefore != null) Files.move(stateBefore, STATE);
    }

    /** The manual's file says so; without that it writes its role token over root's default profile. */
    @Test
    void itWritesNoCredentialsForOthers() {
        assertThat(sharedCredentials()).doesNotExist();
    }

    @Test
    void aShellAndItsEnd() throws Exception {
        try (var shell = session("SSM-SessionManagerRunShell", Map.of())) {
            awaitShown("$ ", "# ");
            shell.type("echo $((40+2))-is-it\r");
            awaitShown("42-is-it");
            shell.type("exit\r");
            awaitEnd(shell);
        }
    }

    @Test
    void aCommandsStreamsAndExitCode() throws Exception {
        try (var command = session(
                "AWS-StartNonInteractiveCommand",
                Map.of("command", List.of("ls / /nowhere"), "separateOutputStream", List.of("true")))) {
            awaitEnd(command);
            assertThat(shown.toString(StandardCharsets.UTF_8)).contains("tmp");
            assertThat(errors.toString(StandardCharsets.UTF_8)).contains("nowhere");
            assertThat(exitCodes.toString(StandardCharsets.UTF_8)).isEqualTo("EXIT_CODE: 2");
        }
    }

    @Test
    void runCommand() {
        var sent = ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(node)
                        .parameters(Map.of("commands", List.of("echo hello; echo oh no >&2; exit 3"))))
                .command();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            var result = ssm.getCommandInvocation(
                    request -> request.commandId(sent.commandId()).instanceId(node));
            assertThat(result.status()).isEqualTo(CommandInvocationStatus.FAILED);
            assertThat(result.responseCode()).isEqualTo(3);
            assertThat(result.standardOutputContent()).isEqualTo("hello\n");
            assertThat(result.standardErrorContent()).startsWith("oh no\n");
        });
    }

    @Test
    void aForwardedPort() throws Exception {
        try (var exchange = new Exchange()) {
            var request = request(
                    "AWS-StartPortForwardingSession", Map.of("portNumber", List.of(String.valueOf(exchange.port()))));
            try (var forward = PortForward.open(ssm, api.tls(), request, 1024)) {
                exchange.through(forward.port(), 5, EACH);
                forward.terminate();
                awaitEnd(forward.session());
            }
        }
    }

    @Test
    void endsWhenSomebodyTerminatesIt() throws Exception {
        try (var shell = session("SSM-SessionManagerRunShell", Map.of())) {
            awaitShown("$ ", "# ");
            ssm.terminateSession(request -> request.sessionId(shell.id()));
            awaitEnd(shell);
        }
    }

    private SessionClient session(String document, Map<String, List<String>> parameters) throws IOException {
        shown.reset();
        errors.reset();
        exitCodes.reset();
        return SessionClient.start(ssm, api.tls(), request(document, parameters), this::take);
    }

    private void take(int type, byte[] payload) {
        if (type == PayloadType.OUTPUT) shown.writeBytes(payload);
        if (type == PayloadType.STDERR) errors.writeBytes(payload);
        if (type == PayloadType.EXIT_CODE) exitCodes.writeBytes(payload);
    }

    private StartSessionRequest request(String document, Map<String, List<String>> parameters) {
        return StartSessionRequest.builder()
                .target(node)
                .documentName(document)
                .parameters(parameters)
                .build();
    }

    private void awaitShown(String... oneOf) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(oneOf))
                        .as("on the terminal: %s", shown.toString(StandardCharsets.UTF_8))
                        .anyMatch(shown.toString(StandardCharsets.UTF_8)::contains));
    }

    private void awaitEnd(SessionClient client) {
        await().atMost(PATIENCE).until(() -> client.ended().isDone());
        await().atMost(PATIENCE)
                .until(() -> ssm.describeSessions(request -> request.state(SessionState.HISTORY)).sessions().stream()
                        .anyMatch(session -> session.sessionId().equals(client.id())));
    }
}
