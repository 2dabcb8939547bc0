package dev.postern.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Payload bytes that passed. Adders on the hot path, read by the meters. */
final class Traffic {
    private final LongAdder toNode = new LongAdder();
    private final LongAdder fromNode = new LongAdder();

    void toNode(int bytes) {
        toNode.add(bytes);
    }

    void fromNode(int bytes) {
        fromNode.add(bytes);
    }

    void register(MeterRegistry meters) {
        meter(meters, "input", toNode);
        meter(meters, "output", fromNode);
    }

    private static void meter(MeterRegistry meters, String direction, LongAdder bytes) {
        FunctionCounter.builder("postern.relay.bytes", bytes, LongAdder::doubleValue)
                .description("Payload bytes relayed")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(meters);
    }
}
