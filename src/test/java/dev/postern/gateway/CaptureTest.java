package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.CLIENT_TOKEN;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.OWNER;
import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.bytes;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.gateway.DataChannels.Completion;
import dev.postern.gateway.spi.Happening.HiddenInput;
import dev.postern.gateway.spi.Happening.Input;
import dev.postern.gateway.spi.Happening.Output;
import dev.postern.gateway.spi.Happening.Person;
import dev.postern.gateway.spi.Happening.Resized;
import dev.postern.gateway.spi.Happening.State;
import dev.postern.gateway.spi.Happening.Traffic;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.TerminalSize;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on a session's tape. */
class CaptureTest {
    private static final byte[] NOP = {1, 3, 0, 0, 0, 0, 0, 0};

    @TempDir
    Path home;

    private final FullableDisk disk = new FullableDisk();
    private final SeenOutput page = new SeenOutput();
    private TestGateway test;

    @BeforeEach
    void aGateway() {
        test = new TestGateway(home, disk);
    }

    // ── browsers

    @Test
    void aBrowserSessionTellsWhoCameWithWhatSizeAndWhatTheySaw() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.bring(test.output(0, "$ "));
        attachment.size(100, 30);
        attachment.size(100, 30);
        node.bring(test.output(1, "more"));
        attachment.close();
        attachment.close();
        assertThat(tape())
                .containsExactly("attached " + OWNER, "80x24", "shown '$ '", "100x30", "shown 'more'", "left " + OWNER);
    }

    @Test
    void whoIsReplacedHasLeft() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        var attachment = test.attach(page, "one", -1);
        test.attach(new SeenOutput(), "two", -1);
        attachment.close();
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24", "attached " + OWNER, "left " + OWNER);
    }

    @Test
    void aNodeThatIsAwayForASecondIsNotedAndItsReturn() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.abort();
        test.nodeDials().abort();
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24");
        test.move(Duration.ofSeconds(1));
        test.move(Duration.ofSeconds(1));
        test.nodeDials();
        assertThat(tape()).endsWith("NODE_AWAY", "NODE_BACK").hasSize(4);
    }

    @Test
    void aNodeThatTakesItsLeaveIsNotAway() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        test.attach(page, "tab", -1);
        var node = test.nodeDials();
        node.close(FrameLink.NORMAL, "");
        test.gateway.completed(NODE, SESSION, new Completion.Succeeded(0), () -> {});
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24");
    }

    @Test
    void aRestartIsATimeWithoutTheNode() {
        var plan = test.open(Client.BROWSER, Kind.TERMINAL);
        test.attach(page, "tab", -1);
        test.nodeDials().bring(test.output(0, "$ "));
        test.killAndRestart(plan);
        test.move(Duration.ofSeconds(3));
        test.nodeDials().bring(test.output(1, "here again"));
        assertThat(tape())
                .containsExactly(
                        "attached " + OWNER, "80x24", "shown '$ '", "NODE_AWAY", "NODE_BACK", "shown 'here again'");
    }

    @Test
    void aPauseForTheDiskIsNotedOnceItTakesAgain() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        var node = test.nodeDials();
        disk.takes(0);
        node.bring(test.output(0, "lost?"));
        test.move(Duration.ofSeconds(2));
        disk.takesAll();
        test.move(Duration.ofMillis(100));
        node.bring(test.output(0, "kept"));
        assertThat(tape()).containsExactly("PAUSED", "GOES_ON", "shown 'kept'");
    }

    // ── what is typed

    @Test
    void nothingThatIsTypedIsKeptUnlessThePlanWantsIt() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        test.attach(page, "tab", -1).typed(keys("ls\r"), 0);
        test.nodeDials().bring(test.output(0, "ls\r\n"));
        test.move(Duration.ofSeconds(5));
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24", "shown 'ls\r\n'");
    }

    @Test
    void whatIsTypedIsKeptAsFarAsItWasShown() {
        test.openKeepingInput(Client.BROWSER);
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.typed(keys("su\r"), 0);
        attachment.typed(keys("u\r"), 1);
        node.bring(test.output(0, "su\r\nPassword: "));
        test.move(Duration.ofMillis(100));
        attachment.typed(keys("sesame\r"), 3);
        node.bring(test.output(1, "\r\n# "));
        test.move(Duration.ofMillis(100));
        assertThat(tape())
                .containsExactly(
                        "attached " + OWNER,
                        "80x24",
                        "shown 'su\r\nPassword: '",
                        "typed 'su\r'",
                        "shown '\r\n# '",
                        "typed 7 hidden");
        assertThat(home.resolve(SESSION.value()).resolve(Timeline.FILE))
                .content(StandardCharsets.ISO_8859_1)
                .doesNotContain("sesame");
    }

    @Test
    void aLineThatIsNotCompleteIsKeptAtTheEnd() {
        test.openKeepingInput(Client.BROWSER);
        var attachment = test.attach(page, "tab", -1);
        var node = test.nodeDials();
        attachment.typed(keys("ls"), 0);
        node.bring(test.output(0, "ls"));
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        assertThat(tape()).endsWith("shown 'ls'", "typed 'ls'");
    }

    @Test
    void nothingIsTakenThatMustBeKeptAndCannot() {
        test.openKeepingInput(Client.BROWSER);
        var node = test.nodeDials();
        disk.takes(0);
        var attachment = test.attach(page, "tab", -1);
        disk.takesAll(); // but what the timeline was refused is not written yet
        assertThatThrownBy(() -> attachment.typed(keys("x\r"), 0))
                .isInstanceOf(Attachment.InputRefused.class)
                .hasMessageContaining("recorded");
        assertThat(typed(node)).isEmpty();

        test.move(Duration.ofMillis(100));
        attachment.typed(keys("x\r"), 0);
        assertThat(typed(node)).isEqualTo("x\r");
    }

    // ── command-line clients

    @Test
    void aCommandLineSessionTellsItsOwnerAndItsSizes() {
        test.open(Client.COMMAND_LINE, Kind.TERMINAL);
        var node = test.nodeDials();
        var client = clientDials();
        client.bring(size(0, 80, 24));
        client.bring(size(0, 80, 24));
        client.bring(size(1, 80, 24));
        node.bring(test.output(0, "$ "));
        client.bring(size(2, 100, 30));
        client.breakOff(-1);
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24", "shown '$ '", "100x30", "left " + OWNER);
    }

    @Test
    void whatACommandLineClientRepeatsIsTypedOnce() {
        test.openKeepingInput(Client.COMMAND_LINE);
        var node = test.nodeDials();
        var client = clientDials();
        var line = input(0, bytes("ls\r"));
        client.bring(line);
        client.bring(line);
        node.bring(test.output(0, "ls\r\n"));
        test.move(Duration.ofMillis(100));
        assertThat(tape()).containsExactly("attached " + OWNER, "shown 'ls\r\n'", "typed 'ls\r'");
    }

    @Test
    void aCommandLineClientsInputWaitsForADiskThatMustKeepIt() {
        test.openKeepingInput(Client.COMMAND_LINE);
        var node = test.nodeDials();
        var client = clientDials();
        disk.takes(0);
        client.bring(size(0, 80, 24)); // a note that is refused
        client.bring(input(1, bytes("ls\r")));
        assertThat(typed(node)).isEmpty();

        disk.takesAll();
        test.move(Duration.ofMillis(100));
        client.bring(input(1, bytes("ls\r")));
        assertThat(typed(node)).isEqualTo("ls\r");
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24", "PAUSED", "GOES_ON");
    }

    @Test
    void aSessionEncryptedToItsClientHasNotesAlone() {
        test.open(Client.COMMAND_LINE, Kind.KEYED_TERMINAL, "arn:aws:kms:local:000000000000:key/k");
        var node = test.nodeDials();
        clientDials().bring(size(0, 80, 24));
        node.bring(test.output(0, "ciphertext"));
        assertThat(tape()).containsExactly("attached " + OWNER, "80x24");
    }

    // ── ports

    @Test
    void aPortSessionTellsEachMinuteWhatItMovedAndAtItsEnd() {
        var plan = test.open(Client.COMMAND_LINE, Kind.PORT);
        var node = test.nodeDials();
        var client = clientDials();
        var request = input(0, bytes("12345"));
        client.bring(request);
        client.bring(request);
        node.bring(test.output(0, "1234567"));
        node.bring(test.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, 1, NOP));
        assertThat(tape()).containsExactly("attached " + OWNER);
        test.move(Duration.ofMinutes(3));
        assertThat(tape()).containsExactly("attached " + OWNER, "moved 5 7");

        test.killAndRestart(plan);
        test.nodeDials().bring(test.output(2, "123"));
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        assertThat(tape()).endsWith("moved 5 7", "moved 5 10");
        assertThat(home.resolve(SESSION.value())).isDirectoryContaining("glob:**/timeline");
        assertThat(home.resolve(SESSION.value())).isDirectoryNotContaining("glob:**/output");
    }

    // ── tapes

    @Test
    void aTapeStaysUntilItIsReleasedAndIsNotReleasedWhileItGrows() throws IOException {
        assertThat(test.gateway.tapes().all()).isEmpty();
        assertThat(test.gateway.tapes().open(SESSION)).isEmpty();
        test.open(Client.BROWSER, Kind.TERMINAL);
        assertThat(test.gateway.tapes().all()).containsExactly(SESSION);
        assertThat(test.gateway.tapes().grows(SESSION)).isTrue();
        assertThatThrownBy(() -> test.gateway.tapes().release(SESSION)).isInstanceOf(IllegalStateException.class);

        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !test.gateway.tapes().grows(SESSION));
        test.gateway.tapes().release(SESSION);
        test.gateway.tapes().release(SESSION);
        assertThat(test.gateway.tapes().open(SESSION)).isPresent();
    }

    @Test
    void aSessionThatWaitsForItsServerMayStillGrow() {
        test.open(Client.BROWSER, Kind.TERMINAL);
        test.gateway.drain();
        assertThat(test.gateway.tapes().grows(SESSION)).isTrue();
    }

    private MemoryLink clientDials() {
        return Objects.requireNonNull(test.clientDials(CLIENT_TOKEN));
    }

    private Frame size(long sequence, int columns, int rows) {
        var payload = new TerminalSize(columns, rows).toPayload();
        var bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return test.stream(MessageType.INPUT_STREAM_DATA, PayloadType.SIZE, sequence, bytes);
    }

    private Frame input(long sequence, byte[] bytes) {
        return test.stream(MessageType.INPUT_STREAM_DATA, PayloadType.OUTPUT, sequence, bytes);
    }

    private static String typed(MemoryLink node) {
        var typed = new StringBuilder();
        for (var frame : node.seen(MessageType.INPUT_STREAM_DATA))
            if (frame.payloadType() == PayloadType.OUTPUT) typed.append(frame.payloadText());
        return typed.toString();
    }

    private List<String> tape() {
        var tape = new ArrayList<String>();
        for (var happening : test.tape()) {
            tape.add(
                    switch (happening) {
                        case Output(var _, var bytes) -> "shown '" + StandardCharsets.ISO_8859_1.decode(bytes) + "'";
                        case Input(var _, var bytes) -> "typed '" + StandardCharsets.ISO_8859_1.decode(bytes) + "'";
                        case HiddenInput(var _, var bytes) -> "typed " + bytes + " hidden";
                        case Resized(var _, var columns, var rows) -> columns + "x" + rows;
                        case Person(var _, var who, var did) -> did.name().toLowerCase(Locale.ROOT) + " " + who;
                        case State(var _, var is) -> is.name();
                        case Traffic(var _, var toNode, var fromNode) -> "moved " + toNode + " " + fromNode;
                    });
        }
        return tape;
    }
}
