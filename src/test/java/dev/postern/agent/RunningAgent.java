package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent that is connected to a gateway, for the tests of a class to share. */
final class RunningAgent implements AutoCloseable {

    final TestGateway gateway;
    final Path state;
    private Agent agent;

    RunningAgent(UnaryOperator<AgentSettings> settings) {
        gateway = new TestGateway();
        try {
            state = directory();
            agent = new Agent(settings.apply(gateway.settings(state)), Clock.systemUTC());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        agent.start();
        gateway.awaitControlChannel();
    }

    /** The same node, by another agent. */
    void restart() throws IOException {
        agent.close();
        gateway.awaitNoControlChannel();
        agent = new Agent(gateway.settings(state), Clock.systemUTC());
        agent.start();
        gateway.awaitControlChannel();
    }

    String nodeId() {
        return agent.nodeId().orElseThrow();
    }

    RunningAgent() {
        this(UnaryOperator.identity());
    }

    /** Runs {@code command} with the document. */
    TestClient run(JsonNode document, String command, int maxPayload) {
        var value = JsonMapper.shared().getNodeFactory().stringNode(command);
        return gateway.start(document, Map.of("command", value), "", maxPayload);
    }

    @Override
    public void close() {
        agent.close();
        gateway.close();
        assertThat(gateway.state().refusals).isEmpty();
    }

    private static Path directory() throws IOException {
        var directory = Files.createTempDirectory("postern-agent");
        directory.toFile().deleteOnExit();
        return directory.resolve("state");
    }
}
