package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's commands from outside: help, wrong usage, two servers on one home. */
@NullUnmarked
class CommandLineIT {
    @TempDir
    Path directory;

    @Test
    void helpNamesEveryCommand() throws InterruptedException {
        try (var help = PosternProcess.command(directory, "--help")) {
            assertThat(help.exitCode()).isZero();
            help.await("serve");
            help.await("agent");
            help.await("version");
        }
    }

    @Test
    void versionPrintsOne() throws InterruptedException {
        try (var version = PosternProcess.command(directory, "version")) {
            assertThat(version.exitCode()).isZero();
            assertThat(version.find("(\\d+\\.\\d+\\.\\d+)")).isPresent();
        }
    }

    @Test
    void wrongUsageIsTwo() throws InterruptedException {
        try (var wrong = PosternProcess.command(directory, "agent", "--no-such-option")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
        }
        try (var nothing = PosternProcess.command(directory, "agent")) {
            assertThat(nothing.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void anAgentThatDoesNotTrustTheServerNamesTheOption() throws InterruptedException {
        try (var server = PosternProcess.server(
                directory.resolve("home"), PosternProcess.Ports.free(), "--postern.local-node.enabled=false")) {
            var api = server.find("API\\s+(https\\S+)").orElseThrow();
            try (var agent = PosternProcess.command(
                    directory,
                    "agent",
                    "--endpoint=" + api,
                    "--activation-id=b2cb6a2f-3b0c-4f7d-8a1c-0c8d6a0e9f11",
                    "--activation-code=any",
                    "--state=" + directory.resolve("agent"))) {
                assertThat(agent.exitCode()).isEqualTo(1);
                agent.await("name it: --ca ca.pem");
            }
        }
    }

    @Test
    void aSecondServerOnTheSameHomeRefusesAndNamesIt() throws InterruptedException {
        var home = directory.resolve("home");
        try (var first = PosternProcess.server(home, PosternProcess.Ports.free());
                var second = PosternProcess.command(directory, "serve", "--postern.home=" + home)) {
            assertThat(second.exitCode()).isEqualTo(1);
            second.await(home.toString());
            assertThat(second.output()).noneMatch(line -> line.contains("at dev.postern"));
            assertThat(first.alive()).isTrue();
        }
    }
}
