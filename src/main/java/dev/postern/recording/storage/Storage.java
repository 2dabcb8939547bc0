package dev.postern.recording.storage;

import dev.postern.recording.storage.RecordingStore.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stores there are. What is new goes to disk first, whatever the settings say: there it is safe at once, and it waits there for the other store if
 * that is away.
 */
public final class Storage {
    private final Path directory;
    private final RecordingStore disk;
    private final @Nullable RecordingStore far;
    private final long leastFree;

    /** @param far null where what is on disk stays there */
    public Storage(Path directory, RecordingStore disk, @Nullable RecordingStore far, long leastFree) {
        this.directory = directory;
        this.disk = disk;
        this.far = far;
        this.leastFree = leastFree;
    }

    public RecordingStore disk() {
        return disk;
    }

    /** Where what was on disk goes; empty where it stays. */
    public Optional<RecordingStore> far() {
        return Optional.ofNullable(far);
    }

    /** Where a new recording ends up. */
    public Where destination() {
        return far == null ? disk.where() : far.where();
    }

    /** On disk first, since what is on its way may be there still. */
    public Optional<byte[]> get(String folder, String file) throws IOException {
        var near = disk.get(folder, file);
        return near.isPresent() || far == null ? near : far.get(folder, file);
    }

    /** Wherever it is. */
    public void delete(String folder) throws IOException {
        if (far != null) far.delete(folder);
        disk.delete(folder);
    }

    public Path directory() {
        return directory;
    }

    /** Bytes that the disk has left. */
    public long free() throws IOException {
        Files.createDirectories(directory);
        return Files.getFileStore(directory).getUsableSpace();
    }

    public long leastFree() {
        return leastFree;
    }
}
