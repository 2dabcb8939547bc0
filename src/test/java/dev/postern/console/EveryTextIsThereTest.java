package dev.postern.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.console.shell.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EveryTextIsThereTest {
    /** Calls with a whole key: those that end in a dot or an opening quote get the rest at run time. */
    private static final Pattern JAVA = Pattern.compile("Texts\\.text\\(\\s*\"([a-z][a-zA-Z0-9.-]*[a-zA-Z0-9])\"");

    private static final Pattern TYPESCRIPT = Pattern.compile("(?<![a-zA-Z.])text\\('([a-z][a-zA-Z0-9.-]*)'");

    private static final Set<String> KEYS = Texts.below("", Locale.ENGLISH).keySet();

    @Test
    void everyTextTheConsoleAsksForIsInTheBundle() throws IOException {
        assertThat(asked(Path.of("src/main/java/dev/postern/console"), ".java", JAVA))
                .hasSizeGreaterThan(100)
                .isSubsetOf(KEYS);
    }

    @Test
    void everyTextTheTerminalAsksForIsInTheBundle() throws IOException {
        assertThat(asked(Path.of("frontend/terminal"), ".ts", TYPESCRIPT))
                .hasSizeGreaterThan(20)
                .allSatisfy(key -> assertThat(KEYS).contains("terminal." + key));
    }

    @Test
    void aTextThatIsMissingIsSeenAndBreaksNothing() {
        assertThat(Texts.text("no.such.text")).isEqualTo("!no.such.text");
    }

    private static Set<String> asked(Path below, String ending, Pattern call) throws IOException {
        var keys = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(below)) {
            files.filter(file ->
                            file.toString().endsWith(ending) && !file.toString().contains("tests"))
                    .forEach(file -> call.matcher(read(file)).results().forEach(found -> keys.add(found.group(1))));
        }
        return keys;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
