package dev.postern.recording.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
    private static final byte[] ONE = {1, 2, 3};

    @TempDir
    Path root;

    private LocalStore store;

    @BeforeEach
    void open() {
        store = new LocalStore(root.resolve("recordings"));
    }

    @Test
    void whatIsPutIsThereUntilItIsDeleted() throws IOException {
        store.put("2026/11/23/one", "000001.seg", ONE);
        store.put("2026/11/23/one", "000002.seg", new byte[0]);
        store.put("2026/11/23/two", "000001.seg", new byte[] {9});
        assertThat(store.get("2026/11/23/one", "000001.seg").orElseThrow()).isEqualTo(ONE);
        assertThat(store.list("2026/11/23/one")).containsExactly("000001.seg", "000002.seg");

        store.delete("2026/11/23/one", "000001.seg");
        assertThat(store.get("2026/11/23/one", "000001.seg")).isEmpty();
        store.delete("2026/11/23/one");
        assertThat(store.list("2026/11/23/one")).isEmpty();
        assertThat(store.list("2026/11/23/two")).hasSize(1);
        store.delete("2026/11/23/two");
        assertThat(root.resolve("recordings")).as("empty days are not kept").isEmptyDirectory();
        store.delete("2026/11/23/two");
        store.delete("2026/11/23/two", "000001.seg");
    }

    @Test
    void aSecondOneTakesTheFirstOnesPlace() throws IOException {
        store.put("a", "f", ONE);
        store.put("a", "f", new byte[] {7});
        assertThat(store.get("a", "f").orElseThrow()).containsExactly(7);
    }

    @Test
    void whatAKilledServerLeftHalfWrittenCountsForNothing() throws IOException {
        Files.createDirectories(root.resolve("recordings/a"));
        Files.write(root.resolve("recordings/a/f.part"), ONE);
        assertThat(store.list("a")).isEmpty();
        store.put("a", "f", new byte[] {7});
        assertThat(store.list("a")).containsExactly("f");
        assertThat(store.get("a", "f").orElseThrow()).containsExactly(7);
    }

    @Test
    void whatCannotBeWrittenLeavesNothing() throws IOException {
        Files.createDirectories(root.resolve("recordings/a/f/not-empty"));
        assertThatIOException().isThrownBy(() -> store.put("a", "f", ONE));
        assertThat(root.resolve("recordings/a/f.part")).doesNotExist();
        Files.createFile(root.resolve("recordings/b"));
        assertThatIOException().isThrownBy(() -> store.put("b/c", "f", ONE));
    }

    @Test
    void nobodyLeavesTheDirectory() {
        for (var folder : new String[] {"../outside", "a/../../outside", ".", "/etc"})
            assertThatThrownBy(() -> store.put(folder, "f", ONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
