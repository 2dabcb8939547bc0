package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSessionsTest {
    @TempDir
    private Path state;

    @Test
    void remembersUntilItIsToldToForget() throws IOException {
        var open = open();
        open.remember("alice-1");
        open.remember("bob-2");
        open.remember("alice-1");
        assertThat(open().remembered()).containsExactlyInAnyOrder("alice-1", "bob-2");
        open.forget("alice-1");
        open.forget("alice-1");
        assertThat(open().remembered()).containsExactly("bob-2");
        open.clear();
        assertThat(open().remembered()).isEmpty();
    }

    @Test
    void leavesItsDirectoryForNoId() throws IOException {
        var hostile = "../../identity.json";
        open().remember(hostile);
        open().remember("..");
        assertThat(open().remembered()).containsExactlyInAnyOrder(hostile, "..");
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(state.resolve("sessions"));
        }
    }

    @Test
    void isItsOwnersAlone() throws IOException {
        open().remember("alice-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("sessions"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(state.resolve("sessions"))) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aSessionItCannotRememberStopsNobody() throws IOException {
        open().remember("x".repeat(1_000));
        assertThat(open().remembered()).isEmpty();
    }

    @Test
    void whatIsNotItsOwnIsLeftAlone() throws IOException {
        open().remember("alice-1");
        var other = Files.createFile(state.resolve("sessions").resolve("a note"));
        assertThat(open().remembered()).containsExactly("alice-1");
        assertThat(other).exists();
    }

    private OpenSessions open() throws IOException {
        return OpenSessions.in(state.resolve("sessions"));
    }
}
