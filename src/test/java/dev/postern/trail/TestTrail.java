package dev.postern.trail;

import dev.postern.keys.SigningKeys;
import dev.postern.testing.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;

/** The real trail, for tests of modules above it. */
public final class TestTrail {
    private TestTrail() {}

    /** With the settings as they are by default. */
    public static TrailExport export(Store store, SigningKeys keys, Clock clock) {
        var trail = new StoredTrail(store.jdbc(), store.transactions(), clock, new SimpleMeterRegistry());
        return new SignedTrail(trail, store.jdbc(), keys, new TrailSettings(1_000, Duration.ofHours(1)), clock);
    }

    public static Trail in(Store store, Clock clock) {
        return new StoredTrail(store.jdbc(), store.transactions(), clock, new SimpleMeterRegistry());
    }
}
