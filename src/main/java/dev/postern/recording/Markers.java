package dev.postern.recording;

import dev.postern.evidence.Event;
import dev.postern.evidence.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a segment holds beside output and input, for the index. */
record Markers(List<Marker> markers) {
    /** A window that somebody drags tells many sizes; a picture of 200 slices shows no more of them. */
    static final int MOST = 200;
    /** Longer ones are in the recording alone. */
    static final int LONGEST = 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    Markers {
        markers = List.copyOf(markers);
    }

    static Markers of(Segment segment) {
        var markers = new ArrayList<Marker>();
        for (var event : segment.events()) {
            if (markers.size() == MOST) break;
            var marker = marker(event);
            if (marker != null) markers.add(marker);
        }
        // the end is told whatever else there was
        var last = marker(segment.events().getLast());
        if (last != null && last.kind() == 'x' && !markers.contains(last)) markers.set(markers.size() - 1, last);
        return new Markers(markers);
    }

    private static @Nullable Marker marker(Event event) {
        return switch (event.kind()) {
            case KEYFRAME, OUTPUT, INPUT, HIDDEN, TRAFFIC -> null;
            case RESIZE ->
                new Marker(event.at(), 'r', "{\"columns\":" + event.columns() + ",\"rows\":" + event.rows() + "}");
            case MARKER -> text(event, 'm');
            case PEOPLE -> text(event, 'w');
            case STATE -> text(event, 'p');
            case END -> new Marker(event.at(), 'x', event.text());
        };
    }

    private static @Nullable Marker text(Event event, char kind) {
        return event.payload().remaining() > LONGEST ? null : new Marker(event.at(), kind, event.text());
    }

    String written() {
        return JSON.writeValueAsString(markers);
    }

    static Markers read(String written) {
        return new Markers(JSON.readValue(written, new TypeReference<List<Marker>>() {}));
    }
}
