package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.CLIENT_TOKEN;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.gateway.DataChannels.Completion;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineRelayTest {
    private static final byte[] NOP = {1, 3, 0, 0, 0, 0, 0, 0};

    @TempDir
    Path home;

    private TestGateway test;
    private RelayPlan plan;

    @BeforeEach
    void aSession() {
        test = new TestGateway(home);
        plan = test.open(Client.COMMAND_LINE, Kind.TERMINAL);
    }

    @Test
    void keepsOutputForAClientThatComesLater() {
        var node = test.nodeDials();
        var prompt = test.output(0, "$ ");
        node.bring(prompt);
        var client = clientDials();
        await().until(() -> client.seen().equals(List.of(prompt)));
    }

    @Test
    void doesNotAcknowledgeByItself() {
        var node = test.nodeDials();
        clientDials();
        node.bring(test.output(0, "$ "));
        assertThat(node.seen()).isEmpty();
    }

    @Test
    void startsTheNodeAgainForAClientThatComesBackAndHasEverything() {
        var node = test.nodeDials();
        var client = clientDials();
        var prompt = test.output(0, "$ ");
        node.bring(prompt);
        client.bring(acknowledgement(prompt));
        client.breakOff(-1);
        assertThat(node.take().getLast().type()).isEqualTo(MessageType.PAUSE_PUBLICATION);

        clientDials();
        assertThat(node.take().getLast().type()).isEqualTo(MessageType.START_PUBLICATION);
    }

    @Test
    void startsANodeThatCameBackBeforeItsClient() {
        var node = test.nodeDials();
        var client = clientDials();
        client.breakOff(-1);
        node.breakOff(-1);
        var again = test.nodeDials();
        assertThat(again.take()).isEmpty();

        clientDials();
        assertThat(again.take().getLast().type()).isEqualTo(MessageType.START_PUBLICATION);
    }

    @Test
    void answersARepeatedFrameWhoseAcknowledgementItKnows() {
        var node = test.nodeDials();
        var client = clientDials();
        var prompt = test.output(0, "$ ");
        node.bring(prompt);
        client.bring(acknowledgement(prompt));
        node.take();
        client.take();

        node.bring(prompt);
        assertThat(node.seen()).singleElement().satisfies(answer -> {
            assertThat(answer.type()).isEqualTo(MessageType.ACKNOWLEDGE);
            assertThat(Acknowledgement.sequenceOf(answer)).isZero();
        });
        assertThat(client.seen()).isEmpty();
    }

    @Test
    void answersRepeatedInputToo() {
        var node = test.nodeDials();
        var client = clientDials();
        var key = input(0, "x");
        client.bring(key);
        node.bring(acknowledgement(key));
        client.take();
        client.bring(key);
        assertThat(client.seen()).singleElement().extracting(Frame::type).isEqualTo(MessageType.ACKNOWLEDGE);
        assertThat(node.seen()).containsExactly(key);
    }

    @Test
    void remembersAcknowledgementsOverAKill() {
        var node = test.nodeDials();
        var client = clientDials();
        var prompt = test.output(0, "$ ");
        node.bring(prompt);
        client.bring(acknowledgement(prompt));

        test.killAndRestart(plan);
        var again = test.nodeDials();
        var back = clientDials();
        again.bring(prompt);
        assertThat(again.seen(MessageType.ACKNOWLEDGE)).hasSize(1);
        assertThat(back.seen()).isEmpty();
    }

    @Test
    void forwardsARepeatedFrameTheClientDidNotAcknowledge() {
        var node = test.nodeDials();
        var client = clientDials();
        var prompt = test.output(0, "$ ");
        node.bring(prompt);
        node.bring(prompt);
        assertThat(client.seen()).containsExactly(prompt, prompt);
    }

    @Test
    void sendsAReturningClientAllItDidNotAcknowledge() {
        var node = test.nodeDials();
        var client = clientDials();
        var frames =
                IntStream.range(0, 5).mapToObj(i -> test.output(i, "line " + i)).toList();
        frames.forEach(node::bring);
        client.bring(acknowledgement(frames.get(0)));
        client.bring(acknowledgement(frames.get(3)));
        client.abort();

        var back = clientDials();
        await().until(() -> back.seen().size() == 3);
        assertThat(back.seen()).containsExactly(frames.get(1), frames.get(2), frames.get(4));
    }

    @Test
    void pausesTheNodeWhileTheClientDoesNotReadAndCatchesUpInOrder() {
        var node = test.nodeDials();
        var client = clientDials();
        client.clog();
        var kilobyte = "x".repeat(1024);
        for (var i = 0; i < 600; i++) node.bring(test.output(i, kilobyte));
        assertThat(node.seen(MessageType.PAUSE_PUBLICATION)).isNotEmpty();
        assertThat(client.unsent()).isLessThan(300 * 1024);

        client.unclog();
        await().until(() -> client.seen(MessageType.OUTPUT_STREAM_DATA).size() == 600);
        assertThat(client.seen(MessageType.OUTPUT_STREAM_DATA).stream()
                        .map(Frame::sequence)
                        .toList())
                .isEqualTo(LongStream.range(0, 600).boxed().toList());
        await().until(() -> !node.seen(MessageType.START_PUBLICATION).isEmpty());
    }

    @Test
    void keepsAgentSessionStateToItself() {
        var node = test.nodeDials();
        var client = clientDials();
        node.bring(Frame.of(
                MessageType.AGENT_SESSION_STATE,
                0,
                0,
                3,
                UUID.randomUUID(),
                test.clock.instant(),
                TestGateway.keys("{}")));
        assertThat(client.seen()).isEmpty();
    }

    @Test
    void closesTheChannelOnlyAfterTheLastOutputIsAcknowledged() {
        var node = test.nodeDials();
        var client = clientDials();
        var last = test.output(0, "bye");
        node.bring(last);
        node.close(FrameLink.NORMAL, "");
        test.gateway.completed(NODE, SESSION, new Completion.Succeeded(0), () -> {});
        await().until(() -> test.ledger.reports().contains("ended Exited[status=0]"));
        assertThat(client.seen()).containsExactly(last);

        client.bring(acknowledgement(last));
        await().until(() -> client.seen().getLast().type().equals(MessageType.CHANNEL_CLOSED));
        await().until(() -> !client.isOpen());
    }

    @Test
    void tellsTheClientWhyItFailed() {
        test.nodeDials().close(FrameLink.NORMAL, "");
        var client = clientDials();
        test.gateway.completed(NODE, SESSION, new Completion.Failed("Unable to connect to specified port"), () -> {});
        await().until(() -> !client.isOpen());
        assertThat(client.seen().getLast().payloadText()).contains("Unable to connect to specified port");
    }

    @Test
    void takesTheExitStatusOfACommandFromItsLastFrame(@TempDir Path other) {
        var commands = new TestGateway(other);
        commands.open(Client.COMMAND_LINE, Kind.COMMAND);
        var node = commands.nodeDials();
        node.bring(commands.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.EXIT_CODE, 0, bytes("EXIT_CODE: 3")));
        node.close(FrameLink.NORMAL, "");
        commands.gateway.completed(NODE, SESSION, new Completion.Succeeded(null), () -> {});
        await().until(() -> commands.ledger.reports().contains("ended Exited[status=3]"));
    }

    @Test
    void takesOnlyTheNewestTokenOfTheClient() {
        assertThat(test.clientDials("wrong")).isNull();
        var client = clientDials();
        assertThat(test.gateway.expectClient(SESSION, TokenHash.of("not-a-secret-newer")))
                .isTrue();
        assertThat(test.clientDials(CLIENT_TOKEN)).isNull();
        assertThat(test.clientDials("not-a-secret-newer")).isNotNull();
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void keepsInputForANodeThatComesLaterAndForOneThatComesBack() {
        var client = clientDials();
        var key = input(0, "x");
        var another = input(1, "y");
        client.bring(key);
        client.bring(another);
        var node = test.nodeDials();
        assertThat(node.seen()).containsExactly(key, another);

        node.bring(acknowledgement(key));
        node.breakOff(-1);
        assertThat(test.nodeDials().seen(MessageType.INPUT_STREAM_DATA)).containsExactly(another);
    }

    @Test
    void repeatsInputForAClientThatDoesNot() {
        var node = test.nodeDials();
        var client = clientDials();
        var key = input(0, "x");
        client.bring(key);
        test.move(Duration.ofMillis(1_999));
        assertThat(node.seen()).containsExactly(key);
        test.move(Duration.ofMillis(1));
        assertThat(node.seen()).containsExactly(key, key);
        node.bring(acknowledgement(key));
        test.move(Duration.ofSeconds(10));
        assertThat(node.seen()).containsExactly(key, key);
    }

    @Test
    void takesNoAcknowledgementOfWhatTheClientWasNeverSent() {
        var node = test.nodeDials();
        var client = clientDials();
        var prompt = test.output(0, "$ ");
        client.bring(acknowledgement(prompt));
        assertThat(node.seen()).isEmpty();
        node.bring(prompt);
        assertThat(client.seen()).containsExactly(prompt);
    }

    @Test
    void recordsWhatItForwards() throws Exception {
        var node = test.nodeDials();
        clientDials();
        node.bring(test.output(0, "seen "));
        node.bring(test.output(1, "twice "));
        node.bring(test.output(1, "twice "));
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        assertThat(home.resolve(SESSION.value()).resolve("output")).hasContent("seen twice ");
    }

    @Test
    void spoolsNoPortSessionAndCountsNoNopAsTraffic(@TempDir Path other) {
        var ports = new TestGateway(other);
        ports.open(Client.COMMAND_LINE, Kind.PORT);
        var node = ports.nodeDials();
        var hello = ports.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.HANDSHAKE_REQUEST, 0, bytes("{}"));
        node.bring(hello);
        var client = Objects.requireNonNull(ports.clientDials(CLIENT_TOKEN));
        await().until(() -> client.seen().equals(List.of(hello)));
        assertThat(other.resolve(SESSION.value())).isDirectoryNotContaining("glob:**/{output,index,other}");

        for (var minute = 0; minute < 20; minute++) {
            node.bring(ports.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, 1 + minute, NOP));
            ports.move(Duration.ofMinutes(1));
        }
        await().until(() -> ports.ledger.reports().contains("ended Idle[limit=PT20M]"));
    }

    @Test
    void aClientOfAPortThatComesBackIsSentAllItDidNotAcknowledge(@TempDir Path other) {
        var ports = new TestGateway(other);
        ports.open(Client.COMMAND_LINE, Kind.PORT);
        var node = ports.nodeDials();
        var client = Objects.requireNonNull(ports.clientDials(CLIENT_TOKEN));
        var frames = IntStream.range(0, 5)
                .mapToObj(number -> ports.output(number, "bytes " + number))
                .toList();
        frames.subList(0, 4).forEach(node::bring);
        client.bring(acknowledgement(frames.get(1)));
        client.breakOff(-1);
        node.bring(frames.get(4));

        var back = Objects.requireNonNull(ports.clientDials(CLIENT_TOKEN));
        await().until(() -> back.seen(MessageType.OUTPUT_STREAM_DATA).size() == 4);
        assertThat(back.seen(MessageType.OUTPUT_STREAM_DATA))
                .containsExactly(frames.get(0), frames.get(2), frames.get(3), frames.get(4));
    }

    private MemoryLink clientDials() {
        return Objects.requireNonNull(test.clientDials(CLIENT_TOKEN));
    }

    private Frame input(long sequence, String text) {
        return test.stream(MessageType.INPUT_STREAM_DATA, PayloadType.OUTPUT, sequence, bytes(text));
    }

    private Frame acknowledgement(Frame frame) {
        return Acknowledgement.of(frame).toFrame(UUID.randomUUID(), test.clock.instant());
    }
}
