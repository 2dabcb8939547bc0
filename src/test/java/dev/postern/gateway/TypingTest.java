package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.HandClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as shown. {@code <} is typed, {@code >} is what the node sends. */
class TypingTest {
    private static final String ESC = "\u001b";

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Typing typing = new Typing(this::read);
    private Instant now = HandClock.START;

    @Test
    void keepsALineThatWasShown() throws IOException {
        node("$ ");
        keys("l", "l", "s", "s");
        keys("\r", "\r\nfile\r\n$ ");
        assertThat(look()).containsExactly("ls\r");
    }

    @Test
    void keepsALineThatWasPasted() throws IOException {
        type("ls -l\r");
        node("ls -l\r\n");
        assertThat(look()).containsExactly("ls -l\r");
    }

    @Test
    void waitsForTheEchoAndNotForEver() throws IOException {
        type("ls\r");
        assertThat(look()).isEmpty();
        now = now.plus(Typing.PATIENCE).minusMillis(1);
        node("ls");
        assertThat(look()).isEmpty();
        now = now.plusMillis(1);
        assertThat(look()).containsExactly("ls\r");
    }

    @Test
    void keepsATypedLineThatIsJudgedLater() throws IOException {
        keys("l", "l", "s", "s", "\r", "");
        assertThat(look()).isEmpty();
        node("[1]+  Done  sleep 1\r\n");
        assertThat(look()).containsExactly("ls\r");
    }

    @Test
    void hidesWhatIsTypedWhileTheEchoIsOff() throws IOException {
        node("[sudo] password for alice: ");
        keys("s", "", "e", "", "s", "", "a", "", "m", "", "e", "");
        keys("\r", "\r\nroot\r\n# ");
        assertThat(look()).containsExactly("7 hidden");
    }

    @Test
    void hidesAPasswordThatIsPastedAndOneThatIsTakenBack() throws IOException {
        type("sesame\r");
        node("\r\nSorry, try again.\r\nPassword: ");
        type("sess\u007fame\u0003");
        node("\r\n$ ");
        assertThat(look()).containsExactly("7 hidden", "9 hidden");
    }

    @Test
    void takesNoAsteriskForAnEcho() throws IOException {
        keys("k", "*", "e", "*", "y", "*", "\r", "\r\n");
        assertThat(look()).containsExactly("4 hidden");
    }

    /** Login banners hold many words. */
    @Test
    void takesNothingForAnEchoThatComesOnALaterLine() throws IOException {
        type("login\r");
        node("\r\nLast login: Mon Jan  5\r\n");
        assertThat(look()).containsExactly("6 hidden");
    }

    @Test
    void takesNoScatteredCharactersForAnEcho() throws IOException {
        type("pwd\r");
        node("[sudo] password for alice: \r\n");
        assertThat(look()).containsExactly("4 hidden");
    }

    @Test
    void hidesWhatNeverShowedALineAtAll() throws IOException {
        type("sesame\r");
        now = now.plus(Typing.PATIENCE);
        assertThat(look()).containsExactly("7 hidden");
    }

    /** As bash draws it: a backspace takes a character back by drawing over it. */
    @Test
    void followsCorrections() throws IOException {
        keys("l", "l", "x", "x", "\u007f", "\b \b", "s", "s", "\r", "\r\n");
        assertThat(look()).containsExactly("lx\u007fs\r");
    }

    /** As zsh draws it with colours: each key draws the word again. */
    @Test
    void followsAShellThatColoursWhatIsTyped() throws IOException {
        keys("l", ESC + "[1m" + ESC + "[31ml" + ESC + "[0m" + ESC + "[39m");
        keys("s", "\b" + ESC + "[0m" + ESC + "[32ml" + ESC + "[32ms" + ESC + "[39m");
        keys("\r", ESC + "[?1l" + ESC + ">" + ESC + "]2;ls\u0007\r\r\n");
        assertThat(look()).containsExactly("ls\r");
    }

    @Test
    void keepsKeysThatShowNothingByThemselves() throws IOException {
        keys(ESC + "[A", "ls -l", ESC + "OD", "\b", "\r", "\r\n");
        assertThat(look()).containsExactly(ESC + "[A" + ESC + "OD\r");
    }

    @Test
    void keepsCharactersOfSeveralBytes() throws IOException {
        keys("ä", "ä", "漢", "漢", "\r", "\r\n");
        assertThat(look()).containsExactly("ä漢\r");
    }

    @Test
    void judgesEachLineOfAPasteByItsOwn() throws IOException {
        type("one\rsecret\rtwo\r");
        node("one\r\n\r\ntwo\r\n");
        assertThat(look()).containsExactly("one\r", "7 hidden", "two\r");
    }

    @Test
    void takesALongLineInPieces() throws IOException {
        var piece = "x".repeat(Typing.MOST_LINE - 1);
        keys(piece, piece, "y", "y", "z", "z", "\r", "\r\n");
        now = now.plus(Typing.PATIENCE);
        assertThat(look()).containsExactly(Typing.MOST_LINE + " hidden", "z\r");
    }

    @Test
    void hidesAPasswordThatThePromptAfterItBeginsWith() throws IOException {
        keys("r", "", "o", "", "o", "", "t", "", "\r", "root@builder:~# ");
        type("root\r");
        node("root@builder:~# ");
        now = now.plus(Typing.PATIENCE);
        assertThat(look()).containsExactly("5 hidden", "5 hidden");
    }

    /** As bash draws a line that is wider than the screen. */
    @Test
    void followsALineOverTheScreensEdge() throws IOException {
        keys("a", "a", " ", " ", "b", " \rb", "c", "c", "\r", "\r\n");
        type("a bc\r");
        node("a  \rbc\r\n");
        assertThat(look()).containsExactly("a bc\r", "a bc\r");
    }

    @Test
    void followsACompletion() throws IOException {
        keys("l", "l", "s", "s", " ", " ", "h", "h", "\t", "ostname ", "\r", "\r\n");
        assertThat(look()).containsExactly("ls h\t\r");
    }

    @Test
    void doesNotWaitForMoreLinesThanItMayHold() throws IOException {
        type("x\r".repeat(Typing.MOST_WAITING + 3));
        assertThat(typing.isCrowded()).isTrue();
        assertThat(look()).hasSize(3).containsOnly("2 hidden");
        assertThat(typing.isCrowded()).isFalse();
    }

    @Test
    void looksAtSomeLinesInOneGo() throws IOException {
        type("x\r".repeat(Typing.MOST_WAITING));
        node("x\r\n".repeat(Typing.MOST_WAITING));
        assertThat(look()).hasSize(Typing.MOST_AT_ONCE).containsOnly("x\r");
        assertThat(typing.waits()).isTrue();
        assertThat(texts(typing.lookAtLast()))
                .hasSize(Typing.MOST_WAITING - Typing.MOST_AT_ONCE)
                .containsOnly("x\r");
    }

    @Test
    void tellsAtLastWhatWasNotComplete() throws IOException {
        keys("l", "l", "s", "s");
        assertThat(look()).isEmpty();
        assertThat(texts(typing.lookAtLast())).containsExactly("ls");
    }

    /** Each key is shown before the next one is typed. */
    private void keys(String... keysAndEchoes) throws IOException {
        for (var i = 0; i < keysAndEchoes.length; i += 2) {
            type(keysAndEchoes[i]);
            node(keysAndEchoes[i + 1]);
        }
    }

    private void type(String keys) {
        typing.typed(ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)), output.size(), now);
    }

    private void node(String shown) {
        output.writeBytes(shown.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> look() throws IOException {
        return texts(typing.look(now));
    }

    private static List<String> texts(List<Typing.Verdict> verdicts) {
        var texts = new ArrayList<String>();
        for (var verdict : verdicts) {
            var text = StandardCharsets.UTF_8.decode(verdict.bytes()).toString();
            texts.add(verdict.shown() ? text : verdict.bytes().limit() + " hidden");
        }
        return texts;
    }

    private void read(long offset, ByteBuffer into) {
        var all = output.toByteArray();
        into.put(all, (int) offset, Math.min(into.remaining(), all.length - (int) offset));
    }
}
