package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentHandshake;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.StreamPayload;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browser sessions whose node asks something first: nothing that is typed meanwhile stands in the answer's way, and nothing of it is lost. */
class HandshakeFirstTest {
    @TempDir
    Path home;

    private final FullableDisk disk = new FullableDisk();
    private final SeenOutput page = new SeenOutput();
    private final AgentHandshake agent = new AgentHandshake(
            new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, "NonInteractiveCommands", null, null, false));
    private TestGateway test;
    private RelayPlan plan;
    private Attachment attachment;

    @BeforeEach
    void aSession() {
        test = new TestGateway(home, disk);
        plan = test.open(Client.BROWSER, Kind.KEYED_TERMINAL);
        attachment = test.attach(page, "tab", -1);
    }

    @Test
    void theAnswerIsNumberedBeforeWhatWasTypedBeforeIt() {
        attachment.typed(keys("abc"), 0);
        attachment.size(100, 30);
        attachment.typed(keys("def"), 3);
        var node = test.nodeDials();
        assertThat(input(node)).isEmpty();

        node.bring(request());
        assertThat(input(node)).singleElement().satisfies(answer -> {
            assertThat(answer.payloadType()).isEqualTo(PayloadType.HANDSHAKE_RESPONSE);
            assertThat(answer.sequence()).isZero();
        });

        var complete = complete(input(node).getFirst());
        attachment.typed(keys("ghi"), 6);
        assertThat(input(node)).hasSize(1);
        node.bring(complete);
        assertThat(input(node))
                .extracting(Frame::payloadType)
                .containsExactly(PayloadType.HANDSHAKE_RESPONSE, PayloadType.SIZE, PayloadType.OUTPUT);
        assertThat(input(node).get(1).payloadText()).isEqualTo("{\"cols\":100,\"rows\":30}");
        assertThat(typed(node)).isEqualTo("abcdefghi");

        attachment.typed(keys("j"), 9);
        assertThat(typed(node)).isEqualTo("abcdefghij");
    }

    @Test
    void heldTypingIsAcceptedOnlyWhenTheNodeHasIt() {
        attachment.typed(keys("abc"), 0);
        var node = test.nodeDials();
        shakeHands(node);
        var abc = input(node).getLast();
        assertThat(page.accepted()).isZero();

        node.bring(acknowledgement(abc));
        test.move(Duration.ofMillis(100));
        await().until(() -> page.accepted() == 3);
    }

    @Test
    void aCommandHasNoSizeButWaitsAsWell(@TempDir Path other) {
        test = new TestGateway(other);
        test.open(Client.BROWSER, Kind.COMMAND);
        test.attach(page, "tab", -1).typed(keys("abc"), 0);
        var node = test.nodeDials();
        assertThat(input(node)).isEmpty();
        shakeHands(node);
        assertThat(input(node))
                .extracting(Frame::payloadType)
                .containsExactly(PayloadType.HANDSHAKE_RESPONSE, PayloadType.OUTPUT);
    }

    @Test
    void aNodeThatAsksNothingIsAPlainShellAfterAll() {
        attachment.typed(keys("abc"), 0);
        var node = test.nodeDials();
        node.bring(test.output(0, "$ "));
        assertThat(typed(node)).isEqualTo("abc");
    }

    @Test
    void aReloadedTabIsToldWhatIsHeldAndSendsTheRest() {
        attachment.typed(keys("abc"), 0);
        var reloaded = new SeenOutput();
        var again = test.attach(reloaded, "tab", -1);
        assertThat(again.received()).isEqualTo(3);
        again.typed(keys("bcd"), 1);
        test.attach(new SeenOutput(), "other", -1).typed(keys("X"), 0);
        assertThatThrownBy(() -> test.attach(new SeenOutput(), "third", -1).typed(keys("x"), 5))
                .isInstanceOf(Attachment.InputRefused.class)
                .hasMessageContaining("0 to 5");

        var node = test.nodeDials();
        shakeHands(node);
        assertThat(typed(node)).isEqualTo("abcdX");
    }

    @Test
    void moreThanMayBeHeldIsRefusedAndComesAgain() {
        var most = "x".repeat(HeldInput.MOST_BYTES);
        attachment.typed(keys(most), 0);
        assertThatThrownBy(() -> attachment.typed(keys("y"), most.length()))
                .isInstanceOf(Attachment.InputRefused.class)
                .hasMessageContaining("more waits");
        var node = test.nodeDials();
        shakeHands(node);
        attachment.typed(keys("y"), most.length());
        assertThat(typed(node)).isEqualTo(most + "y");
    }

    @Test
    void aServerKilledBeforeTheQuestionStillHasWhatWasTyped() {
        attachment.typed(keys("abc"), 0);
        test.killAndRestart(plan);
        var back = test.attach(new SeenOutput(), "tab", -1);
        assertThat(back.received()).isEqualTo(3);
        back.typed(keys("def"), 3);
        var node = test.nodeDials();
        shakeHands(node);
        assertThat(typed(node)).isEqualTo("abcdef");
    }

    @Test
    void aServerKilledBetweenAnswerAndCompletionGoesOnThere() {
        attachment.typed(keys("abc"), 0);
        var node = test.nodeDials();
        node.bring(request());
        var answer = input(node).getFirst();

        test.killAndRestart(plan);
        var again = test.nodeDials();
        assertThat(input(again)).containsExactly(answer);
        again.bring(acknowledgement(answer));
        again.bring(complete(answer));
        assertThat(typed(again)).isEqualTo("abc");
        assertThat(input(again)).extracting(Frame::sequence).containsExactly(0L, 1L);
    }

    @Test
    void aServerKilledBeforeItsAnswerWasWrittenStillGivesIt() {
        var node = test.nodeDials();
        var request = request();
        disk.takes(Spool.RECORD + request.payloadLength());
        node.bring(request);
        assertThat(input(node)).isEmpty();
        disk.takesAll();

        test.killAndRestart(plan);
        var again = test.nodeDials();
        again.bring(request);
        assertThat(input(again))
                .singleElement()
                .extracting(Frame::payloadType)
                .isEqualTo(PayloadType.HANDSHAKE_RESPONSE);
    }

    @Test
    void anAnswerTheDiskDidNotTakeIsGivenWhenItDoes() {
        attachment.typed(keys("abc"), 0);
        var node = test.nodeDials();
        var request = request();
        disk.takes(Spool.RECORD + request.payloadLength());
        node.bring(request);
        assertThat(input(node)).isEmpty();
        assertThat(node.seen(MessageType.ACKNOWLEDGE)).as("it is spooled").hasSize(1);

        disk.takesAll();
        test.move(Duration.ofMillis(100));
        assertThat(input(node))
                .singleElement()
                .extracting(Frame::payloadType)
                .isEqualTo(PayloadType.HANDSHAKE_RESPONSE);
        node.bring(complete(input(node).getFirst()));
        assertThat(typed(node)).isEqualTo("abc");
    }

    @Test
    void aServerKilledWhileItLetsGoSendsNothingTwice() throws IOException {
        attachment.typed(keys("abc"), 0);
        var held = home.resolve(SESSION.value()).resolve(HeldInput.FILE);
        var kept = Files.readAllBytes(held);
        var node = test.nodeDials();
        shakeHands(node);
        assertThat(held).doesNotExist();
        assertThat(typed(node)).isEqualTo("abc");

        // as if it had been killed before it struck off what it sent
        Files.write(held, kept);
        test.killAndRestart(plan);
        var again = test.nodeDials();
        assertThat(typed(again)).isEqualTo("abc");
        assertThat(test.attach(new SeenOutput(), "tab", -1).received()).isEqualTo(3);
        assertThat(held).doesNotExist();
    }

    @Test
    void aTornRecordWasNeverReceived() throws IOException {
        attachment.typed(keys("abc"), 0);
        attachment.typed(keys("def"), 3);
        var held = home.resolve(SESSION.value()).resolve(HeldInput.FILE);
        var bytes = Files.readAllBytes(held);
        Files.write(held, Arrays.copyOf(bytes, bytes.length - 1));
        test.killAndRestart(plan);
        var back = test.attach(new SeenOutput(), "tab", -1);
        assertThat(back.received()).isEqualTo(3);
        back.typed(keys("def"), 3);
        var node = test.nodeDials();
        shakeHands(node);
        assertThat(typed(node)).isEqualTo("abcdef");
    }

    @Test
    void aSessionThatEndsTakesWhatIsHeldWithIt() throws IOException {
        attachment.typed(keys("open sesame"), 0);
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !Files.exists(home.resolve(SESSION.value()).resolve(HeldInput.FILE)));
        try (var files = Files.list(home.resolve(SESSION.value()))) {
            for (var file : files.toList())
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
        }
    }

    @Test
    void typingThatCannotBeWrittenIsNotReceived() {
        disk.takes(0);
        assertThatThrownBy(() -> attachment.typed(keys("x"), 0)).isInstanceOf(Attachment.InputRefused.class);
        disk.takesAll();
        attachment.typed(keys("x"), 0);
        var node = test.nodeDials();
        shakeHands(node);
        assertThat(typed(node)).isEqualTo("x");
    }

    private void shakeHands(MemoryLink node) {
        node.bring(request());
        node.bring(complete(input(node).getFirst()));
    }

    private Frame request() {
        return frame(0, agent.begin(test.clock.instant()));
    }

    private Frame complete(Frame answer) {
        assertThat(answer.payloadType()).isEqualTo(PayloadType.HANDSHAKE_RESPONSE);
        var step = (AgentHandshake.Step.Completed) agent.receive(answer, test.clock.instant());
        return frame(1, step.payload());
    }

    private Frame frame(long sequence, StreamPayload payload) {
        var bytes = new byte[payload.bytes().remaining()];
        payload.bytes().get(payload.bytes().position(), bytes);
        return test.stream(MessageType.OUTPUT_STREAM_DATA, payload.type(), sequence, bytes);
    }

    private Frame acknowledgement(Frame frame) {
        return Acknowledgement.of(frame).toFrame(UUID.randomUUID(), test.clock.instant());
    }

    private static List<Frame> input(MemoryLink node) {
        return node.seen(MessageType.INPUT_STREAM_DATA);
    }

    private static String typed(MemoryLink node) {
        return input(node).stream()
                .filter(frame -> frame.payloadType() == PayloadType.OUTPUT)
                .map(Frame::payloadText)
                .collect(Collectors.joining());
    }
}
