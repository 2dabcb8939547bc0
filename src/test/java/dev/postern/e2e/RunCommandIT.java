package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.e2e.PosternProcess.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.PingStatus;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.Target;

/** Commands from AWS's own SDK through a server in its own process to agents in theirs, and back. Whoever kills one of them starts it again. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY_ID = "POSTERNTESTKEY000001";
    private static final String SECRET = "no-secret-but-of-this-test-alone";

    private final Ports ports = Ports.free();
    private Path directory;
    private PosternProcess server;
    private PosternProcess one;
    private PosternProcess two;
    private SsmClient ssm;
    private String first;
    private String second;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        this.directory = directory;
        server = server();
        ssm = client();
        one = agent("one");
        two = agent("two");
        first = awaitNode("one");
        second = awaitNode("two");
    }

    @AfterAll
    void stop() {
        for (var process : new PosternProcess[] {one, two, server}) if (process != null) process.close();
        if (ssm != null) ssm.close();
    }

    @Test
    void runsScriptsOnTwoNodesAndBringsBackWhatTheySay() {
        var echo = send(List.of(first, second), "echo hello from $AWS_SSM_INSTANCE_ID");
        awaitStatus(echo, CommandStatus.SUCCESS);
        for (var node : List.of(first, second))
            assertThat(result(echo, node).standardOutputContent()).isEqualTo("hello from " + node + "\n");

        var failing = send(List.of(first), "echo before; echo oh no >&2; exit 3");
        awaitStatus(failing, CommandStatus.FAILED);
        var failed = result(failing, first);
        assertThat(failed.responseCode()).isEqualTo(3);
        assertThat(failed.standardOutputContent()).isEqualTo("before\n");
        assertThat(failed.standardErrorContent()).isEqualTo("oh no\n");

        var talkative = send(List.of(first), "seq 1 100000");
        awaitStatus(talkative, CommandStatus.SUCCESS);
        assertThat(result(talkative, first).standardOutputContent())
                .hasSize(24_000)
                .startsWith("1\n2\n3\n")
                .endsWith("---Output truncated---");

        var slow = sendWithin("1", "echo begun; sleep 300");
        awaitStatus(slow, CommandStatus.TIMED_OUT);
        assertThat(result(slow, first).statusDetails()).isEqualTo("ExecutionTimedOut");
        assertThat(result(slow, first).standardOutputContent()).isEqualTo("begun\n");
    }

    @Test
    void aCancelledCommandStopsOnEveryNode() {
        var marker = directory.resolve("cancelled");
        var command = send(
                List.of(first, second),
                "trap 'echo stopped >> " + marker + "; exit' TERM",
                "echo begun",
                "sleep 300 & wait");
        await().atMost(PATIENCE)
                .until(() -> List.of(first, second).stream()
                        .allMatch(node ->
                                result(command, node).standardOutputContent().equals("begun\n")));
        ssm.cancelCommand(request -> request.commandId(command.commandId()));
        awaitStatus(command, CommandStatus.CANCELLED);
        await().atMost(PATIENCE).until(() -> Files.readAllLines(marker).size() == 2);
        assertThat(result(command, first).standardOutputContent()).isEqualTo("begun\n");
    }

    @Test
    void oneNodeAfterTheOtherAndNoFurtherThanErrorsAreAllowed() throws Exception {
        for (var node : List.of(first, second))
            ssm.addTagsToResource(request -> request.resourceType("ManagedInstance")
                    .resourceId(node)
                    .tags(Tag.builder().key("team").value("web").build()));
        var running = directory.resolve("running");
        var both = directory.resolve("both");
        Files.createDirectory(running);
        var command = ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .targets(Target.builder().key("tag:team").values("web").build())
                        .maxConcurrency("1")
                        .parameters(Map.of(
                                "commands",
                                List.of(
                                        "touch " + running + "/$AWS_SSM_INSTANCE_ID",
                                        "[ $(ls " + running + " | wc -l) -gt 1 ] && touch " + both,
                                        "sleep 1",
                                        "rm " + running + "/$AWS_SSM_INSTANCE_ID"))))
                .command();
        awaitStatus(command, CommandStatus.SUCCESS);
        assertThat(both).doesNotExist();

        var failing = ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .targets(Target.builder().key("tag:team").values("web").build())
                        .maxConcurrency("1")
                        .maxErrors("0")
                        .parameters(Map.of("commands", List.of("exit 1"))))
                .command();
        awaitStatus(failing, CommandStatus.FAILED);
        assertThat(ssm.listCommandInvocations(request -> request.commandId(failing.commandId()))
                        .commandInvocations())
                .extracting(invocation -> invocation.statusDetails())
                .containsExactlyInAnyOrder("Failed", "Terminated");
    }

    @Test
    void aNodeThatIsAwayGetsItsCommandWhenItComesBack() {
        two.stop();
        await().atMost(PATIENCE).until(() -> node("two").pingStatus() != PingStatus.ONLINE);
        var command = send(List.of(second), "echo late");
        await().atMost(PATIENCE)
                .until(() -> result(command, second).statusDetails().equals("Delayed"));
        two = agent("two");
        awaitStatus(command, CommandStatus.SUCCESS);
        assertThat(result(command, second).standardOutputContent()).isEqualTo("late\n");
        awaitNode("two");
    }

    @Test
    void aKilledServerLosesNothing() {
        var go = directory.resolve("go");
        var command = send(List.of(first, second), "while [ ! -e " + go + " ]; do sleep 0.2; done; echo through");
        await().atMost(PATIENCE)
                .until(() -> result(command, first).executionStartDateTime().length() > 0);
        server.kill();
        touch(go);
        server = server();
        awaitStatus(command, CommandStatus.SUCCESS);
        for (var node : List.of(first, second))
            assertThat(result(command, node).standardOutputContent()).isEqualTo("through\n");
    }

    @Test
    void aKilledAgentSaysThatItDoesNotKnowWhatBecameOfItsCommand() {
        var command = send(List.of(first), "sleep 300");
        await().atMost(PATIENCE)
                .until(() -> result(command, first).executionStartDateTime().length() > 0);
        one.kill();
        one = agent("one");
        awaitStatus(command, CommandStatus.FAILED);
        assertThat(ssm.listCommandInvocations(request -> request.commandId(command.commandId()))
                        .commandInvocations()
                        .getFirst()
                        .traceOutput())
                .contains("agent was stopped");
        awaitNode("one");
    }

    @Test
    void manyCommandsAtOnceAllEnd() {
        var commands = IntStream.range(0, 20)
                .mapToObj(i -> send(List.of(first, second), "echo number " + i))
                .toList();
        for (int i = 0; i < commands.size(); i++) {
            awaitStatus(commands.get(i), CommandStatus.SUCCESS);
            assertThat(result(commands.get(i), second).standardOutputContent()).isEqualTo("number " + i + "\n");
        }
    }

    private Command send(List<String> nodes, String... lines) {
        return ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(nodes)
                        .parameters(Map.of("commands", List.of(lines))))
                .command();
    }

    private Command sendWithin(String seconds, String... lines) {
        return ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(first)
                        .parameters(Map.of("commands", List.of(lines), "executionTimeout", List.of(seconds))))
                .command();
    }

    private void awaitStatus(Command command, CommandStatus status) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> now(command).status() == status);
    }

    private Command now(Command command) {
        return ssm.listCommands(request -> request.commandId(command.commandId()))
                .commands()
                .getFirst();
    }

    private GetCommandInvocationResponse result(Command command, String node) {
        return ssm.getCommandInvocation(
                request -> request.commandId(command.commandId()).instanceId(node));
    }

    private PosternProcess server() {
        return PosternProcess.server(
                directory.resolve("home"),
                ports,
                "--postern.local-node.enabled=false",
                "--postern.bootstrap.access-key-id=" + KEY_ID,
                "--postern.bootstrap.secret-access-key=" + SECRET);
    }

    private PosternProcess agent(String name) {
        var state = directory.resolve("agent-" + name);
        if (Files.exists(state))
            return PosternProcess.agent(
                    directory,
                    "--endpoint=https://127.0.0.1:" + ports.api(),
                    "--ca=" + directory.resolve("home/tls/ca.pem"),
                    "--state=" + state,
                    "--name=" + name);
        var made = ssm.createActivation(request -> request.iamRole("any"));
        return PosternProcess.agent(
                directory,
                "--endpoint=https://127.0.0.1:" + ports.api(),
                "--ca=" + directory.resolve("home/tls/ca.pem"),
                "--activation-id=" + made.activationId(),
                "--activation-code=" + made.activationCode(),
                "--state=" + state,
                "--name=" + name);
    }

    private String awaitNode(String name) {
        await().atMost(PATIENCE)
                .until(() -> ssm.describeInstanceInformation().instanceInformationList().stream()
                        .anyMatch(node -> name.equals(node.computerName()) && node.pingStatus() == PingStatus.ONLINE));
        return node(name).instanceId();
    }

    private InstanceInformation node(String name) {
        return ssm.describeInstanceInformation().instanceInformationList().stream()
                .filter(node -> name.equals(node.computerName()))
                .findFirst()
                .orElseThrow();
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private SsmClient client() throws GeneralSecurityException, IOException {
        var trusted = trusted();
        return SsmClient.builder()
                .endpointOverride(URI.create("https://127.0.0.1:" + ports.api()))
                .region(Region.of("local"))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
                .httpClientBuilder(UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trusted))
                .build();
    }

    private TrustManager[] trusted() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(directory.resolve("home/tls/ca.pem"))) {
            store.setCertificateEntry(
                    "postern", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
