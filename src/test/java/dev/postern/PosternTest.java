package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_ERR)
class PosternTest {
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void saysItsVersion() {
        assertThat(Postern.run("version")).isZero();
        assertThat(said()).matches("Postern \\S+\\R");
    }

    @Test
    void helpNamesTheCommands() {
        assertThat(Postern.run("--help")).isZero();
        assertThat(said()).contains("serve", "agent", "verify", "rotate-master-key", "version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "agent", "verify", "rotate-master-key", "version"})
    void everyCommandHasHelp(String command) {
        assertThat(Postern.run(command, "--help")).isZero();
        assertThat(said()).contains("Usage: postern", command, "--help");
    }

    @Test
    void aMasterKeyThatCannotBeChangedHereIsAFailureThatSaysHow() throws IOException {
        var home = Files.createTempDirectory("postern-home");
        assertThat(Postern.run("rotate-master-key", "--home", home.toString())).isEqualTo(1);
        assertThat(complained()).contains("no master.key in " + home).contains("POSTERN_MASTER_KEY_PREVIOUS");
        Files.writeString(home.resolve("master.key"), "not looked at");
        assertThat(Postern.run("rotate-master-key", "--home", home.toString())).isZero();
        assertThat(said()).contains(home.resolve("master.key.next").toString()).contains("master.key.previous");
        assertThat(home.resolve("master.key.next")).exists();
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(Postern.run("sevre")).isEqualTo(2);
        assertThat(complained()).contains("sevre");
    }

    @Test
    void whatIsNoSettingIsWrongUsage() {
        assertThat(Postern.run("serve", "8080")).isEqualTo(2);
        assertThat(complained()).contains("not a setting", "8080");
    }
}
