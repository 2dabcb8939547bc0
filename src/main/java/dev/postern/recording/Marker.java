package dev.postern.recording;

/**
 * Something in a recording that is no output.
 *
 * @param ms since the start
 * @param kind {@code m} somebody's note, {@code w} who is there, {@code p} how it stands, {@code r} a new size, {@code x} the end
 * @param json what it says, as the recording has it; of a size {@code columns} and {@code rows}
 */
public record Marker(long ms, char kind, String json) {}
