package dev.postern.protocol;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each byte arrives once and in order, whatever the link does. A seed that fails is named and can be played again. */
class StreamSimulationTest {
    private static final String REPLAY = "postern.simulation.seed";
    private static final long SEEDS = 10_000;

    @Test
    void eachByteArrivesOnceAndInOrder() {
        var replayed = Long.getLong(REPLAY);
        var seeds = replayed == null ? LongStream.range(0, SEEDS) : LongStream.of(replayed);
        seeds.forEach(StreamSimulationTest::simulate);
    }

    private static void simulate(long seed) {
        try {
            new StreamSimulation(seed).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " fails; play it again with -D" + REPLAY + "=" + seed, e);
        }
    }
}
