package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.identity.roles.Trust;
import dev.postern.inventory.NodeId;
import dev.postern.sigv4.Credentials;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people's scripts do: boto3, installed where it can be. Each test is a function of the script. */
@Tag("real")
class Boto3IT {
    private static final Path SCRIPT = Path.of("src", "test", "resources", "boto3", "scripts.py");

    private Boto3 boto3;
    private ApiUnderTest api;
    private Credentials key;

    @BeforeEach
    void start() {
        boto3 = Boto3.onThisMachine();
        api = new ApiUnderTest(Clock.systemUTC());
        key = api.administrator();
    }

    @AfterEach
    void stop() {
        if (api != null) api.close();
    }

    @Test
    void listsNodesPageByPage() throws Exception {
        for (int i = 0; i < 7; i++) api.node("web-" + i);
        run("nodes", Map.of());
    }

    @Test
    void keepsDocuments() throws Exception {
        run("documents", Map.of());
    }

    @Test
    void startsASessionAndEndsIt() throws Exception {
        var node = api.node("web").id();
        api.relays.connected.add(node);
        run("sessions", Map.of("NODE", node.value()));
    }

    @Test
    void sendsACommandAndWaitsForIt() throws Exception {
        var node = api.node("web").id();
        api.jobs.connected.add(node);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var played = threads.submit(() -> playCommand(node));
            run("commands", Map.of("NODE", node.value()));
            played.get();
        }
    }

    private void playCommand(NodeId node) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !api.jobs.of(node).isEmpty());
        var command = api.jobs.of(node).getFirst().commandId();
        api.jobs.runs(node, command, "Success", 0, "up 3 days\n", "");
    }

    @Test
    void makesActivations() throws Exception {
        run("activations", Map.of());
    }

    @Test
    void makesDataKeysAndOpensThem() throws Exception {
        run("keys", Map.of());
    }

    @Test
    void assumesARole() throws Exception {
        api.administrators("on-call", Duration.ofHours(1), new Trust(true, Set.of(), null));
        run("roles", Map.of());
    }

    private void run(String function, Map<String, String> more) throws Exception {
        var environment = new HashMap<>(more);
        environment.putAll(Map.of(
                "ENDPOINT",
                api.url("/").toString(),
                "AWS_DEFAULT_REGION",
                ApiUnderTest.REGION,
                "AWS_ACCESS_KEY_ID",
                key.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY",
                key.secretAccessKey(),
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null",
                "NO_PROXY",
                "localhost"));
        var said = boto3.run(SCRIPT, function, environment);
        assertThat(said.text()).startsWith("boto3 ");
        assertThat(said.exit()).isZero();
    }
}
