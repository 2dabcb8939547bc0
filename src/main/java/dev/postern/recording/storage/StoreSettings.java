package dev.postern.recording.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where recordings are kept.
 *
 * @param store where they end up; what is on its way to S3 waits on disk
 * @param directory on disk; null for {@code recordings} in the home
 * @param leastFree with less free space there no session starts. 512 MB is what 500 sessions print in a minute at 17 kB a second each
 */
@ConfigurationProperties("postern.recording")
public record StoreSettings(
        @DefaultValue("local") RecordingStore.Where store,
        @Nullable Path directory,
        @DefaultValue("512MB") DataSize leastFree) {
    public StoreSettings {
        if (leastFree.isNegative())
            throw new IllegalArgumentException("postern.recording.least-free must be 0 or more, not: " + leastFree);
    }

    public Path directory(Path home) {
        return directory == null ? home.resolve("recordings") : directory;
    }
}
