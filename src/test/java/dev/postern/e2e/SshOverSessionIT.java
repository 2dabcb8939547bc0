package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.testing.Api;
import dev.postern.testing.ProgramOnThisMachine;
import dev.postern.testing.StdioClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SessionState;

/** OpenSSH to a node that has no port open to us, over AWS-StartSSHSession: {@code ssh} and {@code scp} with nothing but a ProxyCommand. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshOverSessionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FILE_BYTES = 100_000_000;

    private Path directory;
    private PosternProcess server;
    private PosternProcess agent;
    private OpenSsh openSsh;
    private Api api;
    private SsmClient ssm;
    private String node;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        openSsh = new OpenSsh(directory.resolve("ssh"));
        var ports = Ports.free();
        var home = directory.resolve("home");
        server = OwnNode.server(home, ports);
        api = OwnNode.api(home, ports);
        ssm = api.ssm();
        agent = OwnNode.agent(directory, api, ssm);
        node = OwnNode.awaited(ssm);
    }

    @AfterAll
    void stop() {
        if (openSsh != null) openSsh.close();
        for (var process : new PosternProcess[] {agent, server}) if (process != null) process.close();
        if (ssm != null) ssm.close();
    }

    @Test
    void aCommandAndAHundredMegabytesEachWay() throws Exception {
        openSsh.configure(String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m -cp",
                System.getProperty("java.class.path"),
                StdioClient.class.getName(),
                api.endpoint().toString(),
                api.ca().toString(),
                "%h %p"));
        commandAndCopies(api.environment());
    }

    /** The configuration that people have. */
    @Test
    @Tag("real")
    void theSameByTheAwsCommandLineAndItsPlugin() throws Exception {
        for (var program : List.of("aws", "session-manager-plugin"))
            assumeTrue(
                    new ProgramOnThisMachine(List.of(program), program).onPath().isPresent(),
                    program + " is not on PATH");
        openSsh.configure("aws --endpoint-url " + api.endpoint()
                + " ssm start-session --target %h --document-name AWS-StartSSHSession --parameters portNumber=%p");
        commandAndCopies(api.environment());
    }

    private void commandAndCopies(Map<String, String> environment) throws IOException, InterruptedException {
        assertThat(openSsh.ssh(environment, node, "echo $((40+2)); cat", "typed\n"))
                .isEqualTo("42\ntyped\n");

        var sent = Files.createDirectories(directory.resolve("here")).resolve("sent");
        var there = directory.resolve("there");
        var back = directory.resolve("here").resolve("back");
        var bytes = new byte[FILE_BYTES];
        new Random(22).nextBytes(bytes);
        Files.write(sent, bytes);
        openSsh.scp(environment, sent.toString(), node + ":" + there);
        assertThat(Files.mismatch(sent, there)).as("what went there").isEqualTo(-1);
        openSsh.scp(environment, node + ":" + there, back.toString());
        assertThat(Files.mismatch(sent, back)).as("what came back").isEqualTo(-1);

        await("every session ends with its connection")
                .atMost(PATIENCE)
                .until(() -> ssm.describeSessions(request -> request.state(SessionState.ACTIVE))
                        .sessions()
                        .isEmpty());
    }
}
