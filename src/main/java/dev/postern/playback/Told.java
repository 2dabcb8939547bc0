package dev.postern.playback;

import dev.postern.recording.RecordingIndex;
import dev.postern.recording.RecordingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A recording's index in the words of the player (frontend/playback/contents.ts). */
final class Told {
    private static final int MOST_DIGITS = 9;

    private Told() {}

    /** @param commands are told with the lines, in which they are found */
    record Index(
            String session,
            Instant startedAt,
            long durationMs,
            long outputBytes,
            int columns,
            int rows,
            boolean live,
            String state,
            List<Segment> segments,
            List<long[]> activity,
            List<Mark> markers,
            List<RenderedCommand> commands,
            String lines) {}

    record Segment(int number, long fromMs, long toMs, long offset, long bytes) {}

    /** @param text in the reader's words; empty where there are none */
    record Mark(long ms, char kind, String text) {}

    static Index index(RecordingIndex index, MarkerWords words) {
        var recording = index.recording();
        return new Index(
                recording.session().value(),
                recording.startedAt(),
                index.durationMillis(),
                index.outputBytes(),
                recording.columns(),
                recording.rows(),
                index.live(),
                recording.state() == RecordingState.TRUNCATED
                        ? "truncated"
                        : recording.state().name().toLowerCase(Locale.ROOT),
                index.segments().stream()
                        .map(place -> new Segment(
                                place.number(), place.fromMillis(), place.toMillis(), place.offset(), place.bytes()))
                        .toList(),
                activity(index.activity()),
                index.markers().stream()
                        .map(marker -> new Mark(marker.ms(), marker.kind(), words.of(marker)))
                        .toList(),
                List.of(),
                "/recordings/" + recording.session() + "/lines");
    }

    private static List<long[]> activity(RecordingIndex.Activity activity) {
        var slices = new ArrayList<long[]>();
        for (var slice = 0; slice < activity.output().length; slice++)
            slices.add(new long[] {activity.output()[slice], activity.input()[slice]});
        return slices;
    }

    static OptionalInt number(String told) {
        return told.length() <= MOST_DIGITS && told.chars().allMatch(c -> c >= '0' && c <= '9') && !told.isEmpty()
                ? OptionalInt.of(Integer.parseInt(told))
                : OptionalInt.empty();
    }

    static Optional<Format> format(String told) {
        return switch (told) {
            case "bundle" -> Optional.of(Format.BUNDLE);
            case "cast" -> Optional.of(Format.CAST);
            case "cast2" -> Optional.of(Format.CAST_2);
            case "text" -> Optional.of(Format.TEXT);
            default -> Optional.empty();
        };
    }
}
