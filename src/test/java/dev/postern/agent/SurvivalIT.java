package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sockets are cut, clients pause, sessions are gone: no byte is lost or doubled, and nothing runs on that nobody can reach. */
class SurvivalIT {

    private static final int LARGE = 16 * 1024;
    private static RunningAgent agent;

    @BeforeAll
    static void start() {
        agent = new RunningAgent();
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void deliversEveryLineOnceThoughTheSocketIsCutAgainAndAgain() {
        var client = agent.run(Documents.interactive(), "seq 1 120000", LARGE)
                .cutAfter(List.of(1, 100_000, 200_000, 300_000, 400_000, 600_000, 800_000));
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isEqualTo(0);
        assertThat(client.connections()).isEqualTo(8);
        assertThat(client.output().equals(numbers(120_000)))
                .as("every line once, in order")
                .isTrue();
    }

    @Test
    void keepsWhatWasTypedWhileTheSocketWasAway() {
        var client = agent.gateway.start(Documents.shell(), LARGE);
        client.type("stty -echo; echo re$((1))ady\n");
        client.awaitOutput("re1ady");
        int before = client.connections();
        client.cut();
        for (int line = 0; line < 50; line++) client.type("echo line-" + line + ";");
        client.type("\n");
        client.awaitOutput("line-49");
        assertThat(client.connections()).isGreaterThan(before);
        for (int line = 0; line < 50; line++) assertThat(client.output()).containsOnlyOnce("line-" + line + "\r\n");
        agent.gateway.terminate(client);
    }

    @Test
    void holdsTheShellWhileTheClientPauses() {
        var client = agent.run(Documents.interactive(), "seq 1 200000; echo end", LARGE);
        await().atMost(TestGateway.PATIENCE).until(() -> client.outputLength() > 10_000);
        client.pause();
        // Under way is at most the window; then comes nothing more until the start.
        await().during(Duration.ofMillis(500)).atMost(TestGateway.PATIENCE).until(new Still(client)::holds);
        int held = client.outputLength();
        assertThat(held).isLessThan(1_200_000);
        client.start();
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isEqualTo(0);
        assertThat(client.output().equals(numbers(200_000) + "end\r\n")).isTrue();
    }

    @Test
    void goesOnWhenTheClientTypesIntoAPause() {
        var client = agent.gateway.start(Documents.shell(), LARGE);
        client.type("echo re$((1))ady\n");
        client.awaitOutput("re1ady");
        client.pause();
        client.type("echo typ$((1))ed\n");
        client.awaitOutput("typ1ed");
        agent.gateway.terminate(client);
    }

    @Test
    void holdsTheShellWhileNothingIsAcknowledged() {
        var client = agent.run(Documents.interactive(), "seq 1 1000000", 0);
        client.acknowledges(false);
        await().during(Duration.ofMillis(500)).atMost(TestGateway.PATIENCE).until(new Still(client)::holds);
        assertThat(client.outputLength()).isLessThanOrEqualTo((int) DataChannel.WINDOW_BYTES);
        agent.gateway.terminate(client);
        agent.gateway.awaitComplete(client);
    }

    @Test
    void stopsWhenTheServerSaysThatTheSessionIsOver() {
        var client = agent.gateway.start(Documents.shell(), LARGE);
        client.type("echo pid=$$=\n");
        var output = client.awaitOutput(text -> text.matches("(?s).*pid=\\d+=.*"), "a pid");
        long pid = Long.parseLong(output.replaceAll("(?s).*pid=(\\d+)=.*", "$1"));
        assertThat(ProcessHandle.of(pid)).isPresent();
        client.end();
        client.cut();
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isNull();
        await().atMost(TestGateway.PATIENCE).until(() -> ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void givesUpAfterTheGracePeriodAndKillsTheShell() {
        try (var impatient = new RunningAgent(settings -> settings.withGrace(Duration.ofMillis(800)))) {
            var client = impatient.gateway.start(Documents.shell(), LARGE);
            client.type("echo pid=$$=\n");
            var output = client.awaitOutput(text -> text.matches("(?s).*pid=\\d+=.*"), "a pid");
            long pid = Long.parseLong(output.replaceAll("(?s).*pid=(\\d+)=.*", "$1"));
            impatient.gateway.kill();
            await().atMost(TestGateway.PATIENCE)
                    .until(() -> ProcessHandle.of(pid).isEmpty());
        }
    }

    private static String numbers(int last) {
        var text = new StringBuilder();
        for (int number = 1; number <= last; number++) text.append(number).append("\r\n");
        return text.toString();
    }

    /** Whether output stands still between two looks. */
    private static final class Still {
        private final TestClient client;
        private int last = -1;

        Still(TestClient client) {
            this.client = client;
        }

        boolean holds() {
            int now = client.outputLength();
            boolean still = now == last && now > 0;
            last = now;
            return still;
        }
    }
}
