package dev.postern.policy;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs something for many seeds. A seed that fails is named and can be played again. */
final class Seeds {
    private static final String REPLAY = "postern.policy.seed";

    private Seeds() {}

    static void each(long count, LongConsumer check) {
        var replayed = Long.getLong(REPLAY);
        var seeds = replayed == null ? LongStream.range(0, count) : LongStream.of(replayed);
        seeds.forEach(seed -> {
            try {
                check.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " fails; play it again with -D" + REPLAY + "=" + seed, e);
            }
        });
    }
}
