package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isForNobodyElseOnTheMachine() throws IOException {
        try (var home = Home.open(directory.resolve("a/b"))) {
            assertThat(Files.getPosixFilePermissions(home.directory()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void refusesASecondServerAndNamesTheFirst() throws IOException {
        try (var first = Home.open(directory)) {
            assertThatThrownBy(() -> Home.open(first.directory()))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void isFreeAgainOnceClosed() throws IOException {
        Home.open(directory).close();
        try (var again = Home.open(directory)) {
            assertThat(again.directory()).isEqualTo(directory);
        }
    }

    @Test
    void whatIsNoDirectoryIsRefusedWithAWayOut() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Home.open(file))
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        refused -> assertThat(refused.action()).contains("postern.home"))
                .hasMessageContaining(file.toString());
    }
}
