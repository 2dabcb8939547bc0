package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.e2e.PosternProcess.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The captured conversations of the stock agent and the stock plugin, played to a server that runs as both of them. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptReplayIT {
    private PosternProcess process;
    private SsmClient ssm;
    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path directory) {
        var ports = Ports.free();
        var home = directory.resolve("home");
        process = OwnNode.server(home, ports, "--postern.api.poll=1ms", "--postern.session.unrecorded=allow");
        var api = OwnNode.api(home, ports);
        ssm = api.ssm();
        server = new RunningServer(api, ssm);
        server.prefer(Transcript.load("02-shell-session")
                .document(RunningServer.PREFERENCES)
                .orElseThrow());
    }

    @AfterAll
    void stop() {
        if (server != null) server.close();
        if (ssm != null) ssm.close();
        if (process != null) process.close();
    }

    static Stream<String> replayed() {
        return ReplayedTranscripts.DEPARTURES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void theServerAnswersBothEndsInKind(String name) throws Exception {
        try (var conversation = new ReplayedConversation(Transcript.load(name), server)) {
            conversation.play(ReplayedTranscripts.DEPARTURES.get(name));
        }
    }

    @Test
    void noTranscriptIsForgotten() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/transcripts"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".jsonl.gz"))
                            .map(file -> file.replace(".jsonl.gz", "")))
                    .containsExactlyInAnyOrderElementsOf(new TreeSet<>(ReplayedTranscripts.DEPARTURES.keySet()));
        }
    }
}
