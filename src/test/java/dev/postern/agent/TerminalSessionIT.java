package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.AgentSessionState;
import dev.postern.protocol.AgentTaskComplete;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real shells on real terminals, over the real wire. */
class TerminalSessionIT {

    private static final int LARGE = 16 * 1024;

    private static RunningAgent agent;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        agent = new RunningAgent();
        gateway = agent.gateway;
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void runsTheLoginShellAndTellsItsExitStatus() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.type("echo $((40+2)) $0 $TERM; shopt -q login_shell && echo log''in; exit 3\n");
        var complete = gateway.awaitComplete(client);
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
        assertThat(complete.exitCode()).isEqualTo(3);
        assertThat(complete.output()).isEmpty();
        assertThat(client.output()).contains("42 ").contains("xterm-256color").contains("login");
        assertThat(client.states())
                .containsExactly(AgentSessionState.State.CONNECTED, AgentSessionState.State.TERMINATING);
    }

    @Test
    void givesTheTerminalTheSizeOfItsClient() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.resize(132, 50);
        client.type("stty size\n");
        client.awaitOutput("50 132");
        client.resize(101, 33);
        client.type("stty size\n");
        client.awaitOutput("33 101");
    }

    @Test
    void startsWithEightyByTwentyFourWhenTheClientSaysNothing() {
        var client = agent.run(Documents.interactive(), "stty size; exit 7", LARGE);
        assertThat(gateway.awaitComplete(client).exitCode()).isEqualTo(7);
        assertThat(client.output()).isEqualTo("24 80\r\n");
    }

    @Test
    void typesTheShellProfile() {
        var client = gateway.start(Documents.shellWithProfile("echo pro$((1))file"), LARGE);
        client.awaitOutput("pro1file");
    }

    @Test
    void hidesTheAgentsOwnEnvironment() {
        var client = agent.run(Documents.interactive(), "env | cut -d= -f1 | sort | tr '\\n' ' '", LARGE);
        gateway.awaitComplete(client);
        assertThat(client.output().split(" "))
                .contains("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "USER")
                .hasSizeLessThan(14);
    }

    @Test
    void interruptsAFlood() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.type("yes\n");
        client.awaitOutput("y\r\ny\r\ny");
        client.type("\u0003");
        client.type("echo en$((1))d\n");
        client.awaitOutput("en1d");
    }

    @Test
    void startsProgramsWithNoSignalBlockedOrIgnored() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.type("sh -c 'echo ru$((1))ns; exec sleep 1000'\n");
        client.awaitOutput("ru1ns");
        client.type("\u001c"); // Ctrl-\, which Java itself blocks
        client.awaitOutput("Quit");
        client.type("sh -c 'grep -E ^Sig[BI] /proc/self/status'; echo en$((1))d\n");
        client.awaitOutput("en1d");
        assertThat(client.output())
                .contains("SigBlk:\t0000000000000000")
                .containsPattern("SigIgn:\t[0-9a-f]{8}[08]0000000");
    }

    @Test
    void keepsFramesAsSmallAsTheTaskSays() {
        var small = agent.run(Documents.interactive(), "seq 1 20000", 0);
        var large = agent.run(Documents.interactive(), "seq 1 20000", LARGE);
        gateway.awaitComplete(small);
        gateway.awaitComplete(large);
        assertThat(small.largestPayload()).isLessThanOrEqualTo(1024);
        assertThat(large.largestPayload()).isBetween(1025, LARGE);
        assertThat(small.output()).isEqualTo(large.output()).endsWith("20000\r\n");
    }

    @Test
    void endsTheShellWhenTheServerTerminatesTheSession() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.type("trap '' TERM; echo re$((1))ady\n");
        client.awaitOutput("re1ady");
        gateway.terminate(client);
        var complete = gateway.awaitComplete(client);
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.SUCCESS);
        assertThat(complete.exitCode()).isNull();
        await().atMost(TestGateway.PATIENCE).until(() -> !client.isConnected());
    }

    @Test
    void tellsWhichSignalEndedTheShell() {
        var client = gateway.start(Documents.shell(), LARGE);
        client.type("kill -9 $$\n");
        assertThat(gateway.awaitComplete(client).exitCode()).isEqualTo(128 + 9);
    }

    @Test
    void runsAsTheUserOfTheDocumentWhereItMay() {
        var client = gateway.start(Documents.shellAs("nobody"), LARGE);
        if (!LocalUser.isRoot()) {
            assertThat(gateway.awaitComplete(client).output()).contains("cannot run the session as nobody");
            return;
        }
        client.type("echo $(id -un)-$(stat -c %U $(tty))-$LOGNAME-$$; exit 6\n");
        assertThat(gateway.awaitComplete(client).exitCode()).isEqualTo(6);
        assertThat(client.output()).contains("nobody-nobody-nobody-");
    }

    @Test
    void refusesAUserWhoIsNotThere() {
        var client = gateway.start(Documents.shellAs("nobody-of-that-name"), LARGE);
        var complete = gateway.awaitComplete(client);
        assertThat(complete.finalTaskStatus()).isEqualTo(AgentTaskComplete.FAILED);
        assertThat(complete.output()).isEqualTo("The user nobody-of-that-name does not exist on this node.");
    }
}
