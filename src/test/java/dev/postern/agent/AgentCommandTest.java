package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AgentCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void explainsItself() {
        assertThat(run("--help")).isEqualTo(0);
        assertThat(out.toString()).contains("--endpoint=URL", "Where Postern's API is", "same node", "default: local");
    }

    @Test
    void wantsAnEndpoint() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("--endpoint");
        assertThat(run("--endpoint", "http://h:8443")).isEqualTo(2);
        assertThat(err.toString()).contains("not an https address");
    }

    @Test
    void wantsIdAndCodeTogether() {
        assertThat(run("--endpoint", "https://h:8443", "--activation-id", "i")).isEqualTo(2);
        assertThat(err.toString()).contains("belong together");
    }

    @Test
    void failsWhenThereIsNothingToRegisterWith() {
        assertThat(run(
                        "--endpoint",
                        "https://127.0.0.1:9",
                        "--state",
                        directory.resolve("s").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("an activation id and code are needed once");
    }

    @Test
    void failsWhenTheCertificateIsMissing() {
        var missing = directory.resolve("no.pem").toString();
        assertThat(run("--endpoint", "https://h:8443", "--ca", missing)).isEqualTo(1);
        assertThat(err.toString()).contains("no such file: " + missing);
    }

    private int run(String... args) {
        return new CommandLine(new AgentCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
