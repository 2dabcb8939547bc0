package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void splitsAtBlanks() throws TaskRefused {
        assertThat(ShellWords.split("  ls  -l\t/tmp\n")).containsExactly("ls", "-l", "/tmp");
    }

    @Test
    void keepsQuotedWordsTogether() throws TaskRefused {
        assertThat(ShellWords.split("a 'b  c' \"d  e\" f'g'\"h\" '' \"\""))
                .containsExactly("a", "b  c", "d  e", "fgh", "", "");
    }

    @Test
    void takesBackslashesAsAShellDoes() throws TaskRefused {
        assertThat(ShellWords.split("a\\ b '\\' \"\\\"\\n\\$\" c\\\\")).containsExactly("a b", "\\", "\"\\n$", "c\\");
    }

    @Test
    void expandsNothing() throws TaskRefused {
        assertThat(ShellWords.split("echo $HOME * `id` | cat"))
                .containsExactly("echo", "$HOME", "*", "`id`", "|", "cat");
    }

    @Test
    void refusesOpenQuotesAndNothingAtAll() {
        assertThatThrownBy(() -> ShellWords.split("echo 'a"))
                .isInstanceOf(TaskRefused.class)
                .hasMessageContaining("not closed");
        assertThatThrownBy(() -> ShellWords.split("  ")).isInstanceOf(TaskRefused.class);
    }
}
