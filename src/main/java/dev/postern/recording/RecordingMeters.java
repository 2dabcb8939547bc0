package dev.postern.recording;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Figures of recording. */
@Component
class RecordingMeters {
    private final MeterRegistry meters;
    private final Counter segments;
    private final Counter bytes;
    private volatile double lag;

    RecordingMeters(MeterRegistry meters) {
        this.meters = meters;
        segments = Counter.builder("postern.recording.segments")
                .description("segments sealed")
                .register(meters);
        bytes = Counter.builder("postern.recording.stored")
                .description("bytes of sealed segments as they are stored")
                .baseUnit("bytes")
                .register(meters);
        TimeGauge.builder("postern.recording.lag", this, TimeUnit.SECONDS, self -> self.lag)
                .description("age of the oldest output that is not sealed yet")
                .register(meters);
    }

    void sealed(long size) {
        segments.increment();
        bytes.increment(size);
    }

    void finished(String state) {
        meters.counter("postern.recording.finished", "state", state.toLowerCase(Locale.ROOT))
                .increment();
    }

    /** @param step record, store or delete */
    void failed(String step) {
        meters.counter("postern.recording.failures", "step", step).increment();
    }

    void lag(double seconds) {
        lag = seconds;
    }
}
