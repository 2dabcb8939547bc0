package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentTaskComplete;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine becomes a node and stays the same one. */
class NodeIT {

    @TempDir
    private Path directory;

    private TestGateway gateway;
    private Path state;

    @BeforeEach
    void startGateway() {
        gateway = new TestGateway();
        state = directory.resolve("state");
    }

    @AfterEach
    void stopGateway() {
        gateway.close();
    }

    @Test
    void registersOnceAndIsTheSameNodeAfterARestart() throws Exception {
        String first;
        try (var agent = agent(gateway.settings(state))) {
            assertThat(agent.nodeId()).isEmpty();
            first = agent.register();
            assertThat(agent.nodeId()).contains(first);
        }
        var withoutActivation = new AgentSettings(
                gateway.uri(),
                state,
                "local",
                gateway.settings(state).trusted(),
                null,
                null,
                null,
                AgentSettings.GRACE,
                List.of());
        try (var agent = agent(withoutActivation)) {
            assertThat(agent.nodeId()).contains(first);
            agent.start();
            gateway.awaitControlChannel();
        }
        assertThat(gateway.state().registered).containsOnlyKeys(first);
        assertThat(gateway.state().refusals).isEmpty();
    }

    @Test
    void keepsItsStateFromOthers() throws Exception {
        try (var agent = agent(gateway.settings(state))) {
            agent.register();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        try (var files = Files.list(state)) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    @Test
    void letsOnlyOneAgentUseItsState() throws Exception {
        try (var agent = agent(gateway.settings(state))) {
            assertThat(agent.nodeId()).isEmpty();
            assertThatThrownBy(() -> agent(gateway.settings(state)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another agent");
        }
    }

    @Test
    void saysWhyItIsNotRegistered() throws Exception {
        try (var agent =
                agent(gateway.settings(state).registeringWith(TestGateway.ACTIVATION_ID, "a-wrong-code-of-a-test"))) {
            assertThatThrownBy(agent::register)
                    .isInstanceOf(RegistrationRefused.class)
                    .hasMessageContaining("InvalidActivation: no such activation");
        }
        var none = AgentSettings.of(gateway.uri(), state)
                .trusting(gateway.settings(state).trusted());
        try (var agent = agent(none)) {
            assertThatThrownBy(agent::register)
                    .isInstanceOf(RegistrationRefused.class)
                    .hasMessageContaining("activation");
        }
        assertThat(state.resolve("identity.json")).doesNotExist();
    }

    @Test
    void trustsNobodyElsesCertificate() throws Exception {
        try (var other = new TestGateway();
                var agent = agent(
                        gateway.settings(state).trusting(other.settings(state).trusted()))) {
            assertThatThrownBy(agent::register).isInstanceOf(IOException.class).hasMessageContaining("certi");
        }
    }

    @Test
    void introducesItselfAndThenTellsAllAboutTheMachine() throws Exception {
        try (var agent = agent(gateway.settings(state).named("box-1"))) {
            agent.start();
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> gateway.state().heartbeats.size() >= 2);
            var heartbeats = gateway.state().heartbeats;
            assertThat(heartbeats.get(0).propertyNames())
                    .containsExactly("AgentName", "AgentVersion", "InstanceId", "PlatformType");
            var full = heartbeats.get(1);
            assertThat(full.get("ComputerName").asString()).isEqualTo("box-1");
            assertThat(full.get("InstanceId").asString())
                    .isEqualTo(agent.nodeId().orElseThrow());
            assertThat(full.get("IPAddress").asString()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
            assertThat(full.get("AgentVersion").asString()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
            assertThat(full.get("PlatformName").asString()).isNotEmpty();
            gateway.awaitControlChannel();
            assertThat(gateway.state().controlOpens.getFirst().platformType()).isIn("linux", "macos");
        }
        assertThat(gateway.state().refusals).isEmpty();
    }

    @Test
    void changesItsKeyWhenTheServerWantsAnother() throws Exception {
        gateway.state().wantsNewKey = true;
        gateway.state().tokenLife = Duration.ofSeconds(2);
        String id;
        try (var agent = agent(gateway.settings(state))) {
            id = agent.register();
            var old = Optional.ofNullable(gateway.state().registered.get(id)).orElseThrow();
            agent.start();
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> !old.equals(gateway.state().registered.get(id)));
            // The next token is asked for with the new key.
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> gateway.state().tokensIssued.get() >= 2);
        }
        gateway.state().wantsNewKey = false;
        try (var agent = agent(gateway.settings(state))) {
            int before = gateway.state().tokensIssued.get();
            agent.start();
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> gateway.state().tokensIssued.get() > before);
            assertThat(agent.nodeId()).contains(id);
        }
    }

    @Test
    void tellsTheEndOfASessionThreeTimesWhenNobodyAnswers() throws Exception {
        gateway.state().acknowledgesTasks = false;
        try (var agent = agent(gateway.settings(state))) {
            agent.start();
            var client = gateway.start(Documents.shellAs("nobody-of-that-name"), 0);
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> gateway.state().completes.size() >= 3);
            assertThat(gateway.state().completes)
                    .extracting(complete -> complete.retryNumber())
                    .containsExactly(1, 2, 3);
            assertThat(gateway.state().completes)
                    .allMatch(complete -> complete.taskId().equals(client.id()));
        }
    }

    @Test
    void saysThatASessionEndsBecauseTheAgentStops() throws Exception {
        String session;
        try (var agent = agent(gateway.settings(state))) {
            agent.start();
            var client = gateway.start(Documents.shell(), 0);
            client.type("echo re$((1))ady\n");
            client.awaitOutput("re1ady");
            session = client.id();
            assertThat(remembered()).containsExactly(session);
        }
        assertThat(gateway.state().completes).singleElement().satisfies(complete -> {
            assertThat(complete.taskId()).isEqualTo(session);
            assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.CANCELLED);
            assertThat(complete.output()).contains("agent on the node stopped");
        });
        assertThat(remembered()).isEmpty();
    }

    @Test
    void saysWhenItStartsWhatASuddenEndLeftUnsaid() throws Exception {
        try (var agent = agent(gateway.settings(state))) {
            agent.register();
        }
        OpenSessions.in(state.resolve("sessions")).remember("alice-1");
        try (var agent = agent(gateway.settings(state))) {
            agent.start();
            await().atMost(TestGateway.PATIENCE).until(() -> remembered().isEmpty());
        }
        assertThat(gateway.state().completes).singleElement().satisfies(complete -> {
            assertThat(complete.taskId()).isEqualTo("alice-1");
            assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.CANCELLED);
        });
    }

    @Test
    void saysNothingOfTheSessionsOfTheNodeItWasBefore() throws Exception {
        OpenSessions.in(state.resolve("sessions")).remember("alice-1");
        try (var agent = agent(gateway.settings(state))) {
            agent.register();
            assertThat(remembered()).isEmpty();
        }
    }

    @Test
    void saysItAgainToAServerThatComesBackUntilItIsAcknowledged() throws Exception {
        gateway.state().acknowledgesTasks = false;
        try (var agent = agent(gateway.settings(state))) {
            agent.start();
            var client = gateway.start(Documents.shellAs("nobody-of-that-name"), 0);
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> gateway.state().completes.size() == AgentTaskComplete.MAX_SENDS);
            assertThat(remembered()).containsExactly(client.id());
            gateway.state().acknowledgesTasks = true;
            gateway = gateway.restarted();
            await().atMost(TestGateway.PATIENCE).until(() -> remembered().isEmpty());
            assertThat(gateway.state().completes.getLast().retryNumber()).isEqualTo(1);
        }
    }

    private List<String> remembered() throws IOException {
        return OpenSessions.in(state.resolve("sessions")).remembered();
    }

    @Test
    void findsTheServerAgainAfterARestartWithItsSessionRunning() throws Exception {
        try (var agent = agent(gateway.settings(state))) {
            agent.start();
            var client = gateway.start(Documents.shell(), 16 * 1024);
            client.type(
                    "stty -echo; i=0; while [ $i -lt 400 ]; do i=$((i+1)); echo line-$i-; sleep 0.005; done; echo al''l\n");
            client.awaitOutput("line-20-");
            gateway = gateway.restarted();
            client.awaitOutput("all");
            for (int line = 1; line <= 400; line++) assertThat(client.output()).containsOnlyOnce("line-" + line + "-");
            client.type("exit 5\n");
            assertThat(gateway.awaitComplete(client).exitCode()).isEqualTo(5);
        }
    }

    private static Agent agent(AgentSettings settings) throws IOException {
        return new Agent(settings, Clock.systemUTC());
    }
}
