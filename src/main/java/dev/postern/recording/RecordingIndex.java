package dev.postern.recording;

import java.util.List;

/**
 * What a player must know before it asks for a segment.
 *
 * @param durationMillis until what happened last, if it is live
 * @param outputBytes the same
 * @param segments with the growing one, if it is live
 * @param activity output and input bytes in equal slices of the duration
 */
public record RecordingIndex(
        Recording recording,
        long durationMillis,
        long outputBytes,
        List<SegmentPlace> segments,
        Activity activity,
        List<Marker> markers) {
    public static final int SLICES = 200;

    /**
     * Where a segment is.
     *
     * @param offset output bytes before it
     * @param bytes output bytes in it
     */
    public record SegmentPlace(int number, long fromMillis, long toMillis, long offset, long bytes) {}

    /** How much, by slice. */
    public record Activity(long[] output, long[] input) {}

    public RecordingIndex {
        segments = List.copyOf(segments);
        markers = List.copyOf(markers);
    }

    public boolean live() {
        return recording.state() == RecordingState.LIVE;
    }
}
