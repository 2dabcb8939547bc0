package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.AgentTaskComplete;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs without a terminal, over the real wire. */
class CommandSessionIT {

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
    void keepsTheStreamsApartAndTellsTheExitStatusAsText() {
        var client = agent.run(Documents.command(true), "sh -c 'echo one; echo two >&2; exit 3'", LARGE);
        var complete = agent.gateway.awaitComplete(client);
        assertThat(client.hasShakenHands()).isTrue();
        assertThat(client.output()).isEqualTo("OUT:one\n");
        assertThat(client.errors()).isEqualTo("ERR:two\n");
        assertThat(client.exitCodes()).containsExactly("EXIT_CODE: 3");
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
        assertThat(complete.exitCode()).isEqualTo(3);
    }

    @Test
    void mixesTheStreamsWhenNobodyWantsThemApart() {
        var client = agent.run(Documents.command(false), "sh -c 'echo one; echo two >&2; exit 4'", LARGE);
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isEqualTo(4);
        assertThat(client.output()).isEqualTo("one\ntwo\n");
        assertThat(client.errors()).isEmpty();
        assertThat(client.exitCodes()).isEmpty();
    }

    @Test
    void hasNoTerminalAndNoShellAndNothingToRead() {
        var client = agent.run(Documents.command(false), "echo $HOME '*' \"a  b\" \\;", LARGE);
        agent.gateway.awaitComplete(client);
        assertThat(client.output()).isEqualTo("$HOME * a  b ;\n");
        var reader = agent.run(Documents.command(false), "cat", LARGE);
        assertThat(agent.gateway.awaitComplete(reader).exitCode()).isEqualTo(0);
    }

    @Test
    void interruptsTheProgramAndWhatItStartedOnControlC() {
        var client = agent.run(Documents.command(true), "sh -c '(echo ready; exec sleep 60); echo not reached'", LARGE);
        client.awaitOutput("ready");
        client.type("\u0003");
        var complete = agent.gateway.awaitComplete(client);
        assertThat(complete.exitCode()).isEqualTo(130);
        assertThat(client.output()).isEqualTo("OUT:ready\n");
    }

    @Test
    void saysThatAProgramIsNotThere() {
        var client = agent.run(Documents.command(true), "no-such-program --help", LARGE);
        var complete = agent.gateway.awaitComplete(client);
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.FAILED);
        assertThat(client.errors()).contains("no-such-program").contains("executable file not found in $PATH");
    }

    @Test
    void deliversEveryByteOfALongOutput() {
        var client = agent.run(Documents.command(false), "seq 1 300000", 0);
        agent.gateway.awaitComplete(client);
        var all = IntStream.rangeClosed(1, 300_000)
                .mapToObj(number -> number + "\n")
                .collect(Collectors.joining());
        assertThat(client.output().equals(all))
                .as("every number once, in order")
                .isTrue();
        assertThat(client.largestPayload()).isLessThanOrEqualTo(1024);
    }

    @Test
    void doesNotWaitForWhatAProgramLeftBehind() {
        var client = agent.run(Documents.command(true), "sh -c 'sleep 60 & echo done'", LARGE);
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isEqualTo(0);
        assertThat(client.output()).isEqualTo("OUT:done\n");
    }

    @Test
    void endsTheProgramWhenTheServerTerminatesTheSession() {
        var client = agent.run(
                Documents.command(false), "sh -c 'trap \"\" TERM; echo ready; while :; do sleep 1; done'", LARGE);
        client.awaitOutput("ready");
        agent.gateway.terminate(client);
        assertThat(agent.gateway.awaitComplete(client).exitCode()).isNull();
    }
}
