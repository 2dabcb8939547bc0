package dev.postern.recording;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How sessions are recorded.
 *
 * @param keep how long a recording is kept after its session's end; null for ever
 * @param segmentAge after how long what happened is sealed, even if it is little
 */
@ConfigurationProperties("postern.recording")
record RecordingSettings(
        @Nullable Duration keep, @DefaultValue("60s") Duration segmentAge) {
    /** A segment holds a whole screen: more often than that would be mostly screens. */
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(5);

    private static final Duration LONGEST_AGE = Duration.ofHours(1);

    RecordingSettings {
        if (keep != null && !keep.isPositive())
            throw new IllegalArgumentException("postern.recording.keep must be positive, not: " + keep);
        if (segmentAge.compareTo(SHORTEST_AGE) < 0 || segmentAge.compareTo(LONGEST_AGE) > 0)
            throw new IllegalArgumentException("postern.recording.segment-age must be 5s to 1h, not: " + segmentAge);
    }
}
