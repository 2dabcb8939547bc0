package dev.postern.console.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.commands.CommandStatus;
import dev.postern.commands.InvocationStatus;
import dev.postern.commands.StepResult;
import dev.postern.commands.Tally;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLookTest {
    @Test
    void everyStatusHasWords() {
        for (var status : CommandStatus.values())
            assertThat(CommandLook.words(status)).doesNotStartWith("!");
        for (var status : InvocationStatus.values())
            assertThat(CommandLook.words(status)).doesNotStartWith("!");
        for (var status : StepResult.Status.values())
            assertThat(CommandLook.words(status)).doesNotStartWith("!");
    }

    @Test
    void progressCountsWhatIsOverAndNamesFailures() {
        assertThat(CommandLook.progress(new Tally(Map.of()))).isEqualTo("no nodes");
        assertThat(CommandLook.progress(new Tally(Map.of(InvocationStatus.SUCCESS, 1))))
                .isEqualTo("1 of 1 node done");
        assertThat(CommandLook.progress(new Tally(Map.of(
                        InvocationStatus.SUCCESS, 2, InvocationStatus.FAILED, 1, InvocationStatus.IN_PROGRESS, 4))))
                .isEqualTo("3 of 7 nodes done, 1 failed");
    }

    @Test
    void anOutputThatWasCutIsKnownByItsEnd() {
        assertThat(CommandLook.truncated("1\n2\n---Output truncated---")).isTrue();
        assertThat(CommandLook.truncated("---Output truncated---\nno, it goes on"))
                .isFalse();
        assertThat(CommandLook.firstLine("\n  hello \nworld")).isEqualTo("hello");
    }
}
