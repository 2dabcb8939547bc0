package dev.postern.api.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.api.operation.ApiError;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulationTurnsTest {
    private final HandClock clock = new HandClock();
    private final SimulationTurns turns = new SimulationTurns(clock);

    @Test
    void oneThatTakesTooLongEndsBetweenTwoResultsAndTheNextHasItsTurn() {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> turns.take(turn -> {
                    turn.goOn();
                    clock.forward(SimulationTurns.LONGEST.minusMillis(1));
                    turn.goOn();
                    clock.forward(Duration.ofMillis(1));
                    turn.goOn();
                    throw new AssertionError("went on");
                }));
        assertThat(turns.<String>take(_ -> "done")).isEqualTo("done");
    }

    @Test
    void oneAtATime() throws Exception {
        var going = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 8)
                    .mapToObj(_ -> (Callable<Integer>) () -> turns.take(_ -> {
                        var now = going.incrementAndGet();
                        clock.forward(Duration.ofMillis(1));
                        going.decrementAndGet();
                        return now;
                    }))
                    .toList();
            for (var answer : threads.invokeAll(calls)) assertThat(answer.get()).isOne();
        }
    }
}
