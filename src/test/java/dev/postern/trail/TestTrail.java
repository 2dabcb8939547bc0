package dev.postern.trail;

import dev.postern.testing.Store;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** The real trail, for tests of modules above it. */
public final class TestTrail {
    private TestTrail() {}

    public static Trail in(Store store, Clock clock) {
        return new StoredTrail(store.jdbc(), store.transactions(), clock, new SimpleMeterRegistry());
    }
}
