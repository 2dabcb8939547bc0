package dev.postern.playback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import dev.postern.evidence.SegmentWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines and commands are those that stood on the screen, however the recording is cut into segments. */
class RenderingTest {
    private static final byte[] BLANK = {};

    private static Segment segment(int number, long offset, Event... events) throws Damaged {
        var writer = new SegmentWriter(number, offset, Event.keyframe(number == 1 ? 0 : events[0].at(), 80, 24, BLANK));
        for (var event : events) writer.add(event);
        return Segment.read(writer.body());
    }

    private static Event out(long at, String text) {
        return Event.output(at, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesGoOnAcrossSegmentsAndHaveTheirTimes() throws Damaged {
        var rendering = new Rendering();
        rendering.add(segment(1, 0, out(100, "one\r\ntw"), out(250, "o")));
        rendering.add(segment(2, 8, out(400, "\r\nthree\r\n")));
        rendering.end();
        assertThat(rendering.lines()).extracting(RenderedLine::text).containsExactly("one", "two", "three");
        assertThat(rendering.lines()).extracting(RenderedLine::ms).containsExactly(100L, 100L, 400L);
        assertThat(rendering.lines().get(1).lastMs()).isEqualTo(250);
    }

    @Test
    void theSegmentThatGrowsIsReadOnFromWhereItWas() throws Damaged {
        var rendering = new Rendering();
        rendering.add(segment(1, 0, out(1, "a\r\n")));
        assertThat(rendering.next()).isEqualTo(1);
        rendering.add(segment(1, 0, out(1, "a\r\n"), out(2, "b\r\n")));
        rendering.add(segment(1, 0, out(1, "a\r\n"), out(2, "b\r\n")));
        assertThat(rendering.lines()).extracting(RenderedLine::text).containsExactly("a", "b");
        rendering.end();
        assertThat(rendering.lines()).extracting(RenderedLine::text).containsExactly("a", "b");
    }

    @Test
    void aShellThatTellsOfItsCommandsIsBelieved() throws Damaged {
        var rendering = new Rendering();
        rendering.add(segment(
                1,
                0,
                out(1, "\033]133;A\007me@box:~$ \033]133;B\007"),
                out(100, "ls -l"),
                out(200, "\r\n\033]133;C\007total 0\r\n"),
                out(900, "\033]133;D;0\007\033]133;A\007me@box:~$ \033]133;B\007"),
                out(1_000, "false"),
                out(1_100, "\r\n\033]133;C\007\033]133;D;1\007\033]133;A\007me@box:~$ \033]133;B\007")));
        assertThat(rendering.commands())
                .containsExactly(
                        new RenderedCommand(200, 900L, "ls -l", 0, false),
                        new RenderedCommand(1_100, 1_100L, "false", 1, false));
    }

    @Test
    void whatACodeEditorsShellIntegrationSaysGoesBeforeWhatStandsThere() throws Damaged {
        var rendering = new Rendering();
        rendering.add(segment(
                1,
                0,
                out(1, "\033]633;A\007$ \033]633;B\007ech"),
                out(2, "\033]633;E;echo a\\x3b echo \\\\b;nonce\007\r\n\033]633;C\007")));
        assertThat(rendering.commands()).containsExactly(new RenderedCommand(2, null, "echo a; echo \\b", null, false));
    }

    @Test
    void promptsAreGuessedWhereNothingIsTold() throws Damaged {
        var rendering = new Rendering();
        rendering.add(segment(
                1,
                0,
                out(1, "root@box:/tmp# "),
                out(50, "uptime"),
                out(60, "\r\n up 3 days\r\nroot@box:/tmp# "),
                out(100, "exit\r\n")));
        rendering.end();
        assertThat(rendering.commands())
                .containsExactly(
                        new RenderedCommand(50, 60L, "uptime", null, true),
                        new RenderedCommand(100, null, "exit", null, true));
    }

    @Test
    void promptsAsShellsHaveThemOutOfTheBox() {
        for (var prompt : List.of(
                "user@host:~/src$ ",
                "[root@host ~]# ",
                "sh-5.2$ ",
                "$ ",
                "# ",
                "PS C:\\Users\\me> ",
                "host% ",
                "(venv) me@box:~$ "))
            assertThat(GuessedCommands.in(List.of(new RenderedLine(1, 2, 0, prompt + "make all"))))
                    .as(prompt)
                    .extracting(RenderedCommand::text)
                    .containsExactly("make all");
        for (var none : List.of("total 12", "it cost 5$ or so", "100% done", "Price: $ 5"))
            assertThat(GuessedCommands.in(List.of(new RenderedLine(1, 2, 0, none))))
                    .as(none)
                    .isEmpty();
    }

    @Test
    void moreThanIsKeptIsSaid() throws Damaged {
        var rendering = new Rendering();
        var line = "x".repeat(70) + "\r\n";
        var bytes = 0L;
        for (var number = 1; !rendering.cut(); number++) {
            rendering.add(segment(number, bytes, out(number, line.repeat(3_000))));
            bytes += 3_000L * line.length();
        }
        assertThat(rendering.lines().size()).isLessThanOrEqualTo(Rendering.MOST_LINES + 24);
    }
}
