package dev.postern.recording;

import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much came and was typed in equal slices of a segment, so that a whole recording's picture needs none of its segments.
 *
 * @param output bytes by slice
 * @param input the same, of what was typed
 */
record Activity(long[] output, long[] input) {
    /** A segment of a minute then says which four seconds it was; an index shows 200 slices of a whole session. */
    static final int SLICES = 16;

    static Activity of(Segment segment) {
        var output = new long[SLICES];
        var input = new long[SLICES];
        for (var event : segment.events()) {
            var slice = slice(event.at() - segment.from(), segment.to() - segment.from(), SLICES);
            if (event.kind() == Event.Kind.OUTPUT)
                output[slice] += event.payload().remaining();
            if (event.kind() == Event.Kind.INPUT)
                input[slice] += event.payload().remaining();
        }
        return new Activity(output, input);
    }

    /** Which of so many equal slices of a length this moment is in. */
    static int slice(long at, long length, int slices) {
        return length <= 0 ? 0 : Math.clamp(at * slices / length, 0, slices - 1);
    }

    /** Adds this to the picture of a recording of that length. */
    void addTo(long[] recordedOutput, long[] recordedInput, long from, long to, long length) {
        for (var i = 0; i < SLICES; i++) {
            // its middle
            var at = from + (to - from) * (2 * i + 1) / (2 * SLICES);
            recordedOutput[slice(at, length, recordedOutput.length)] += output[i];
            recordedInput[slice(at, length, recordedInput.length)] += input[i];
        }
    }

    String written() {
        return IntStream.range(0, SLICES)
                .mapToObj(i -> output[i] + ":" + input[i])
                .collect(Collectors.joining(" "));
    }

    static Activity read(String written) {
        var pairs = written.split(" ", -1);
        var output = new long[SLICES];
        var input = new long[SLICES];
        for (var i = 0; i < Math.min(SLICES, pairs.length); i++) {
            var colon = pairs[i].indexOf(':');
            output[i] = Long.parseLong(pairs[i].substring(0, colon));
            input[i] = Long.parseLong(pairs[i].substring(colon + 1));
        }
        return new Activity(output, input);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Activity that && Arrays.equals(output, that.output) && Arrays.equals(input, that.input);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(output) + Arrays.hashCode(input);
    }
}
