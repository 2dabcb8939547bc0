package dev.postern.recording;

import dev.postern.evidence.Damaged;
import dev.postern.evidence.Seal;
import dev.postern.evidence.SealedSegment;
import dev.postern.evidence.Segment;
import dev.postern.recording.RecordingIndex.SegmentPlace;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.RecordingRefused.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads recordings, the growing end of live ones included. Asks nobody's permission. */
@Component
class Reading {
    private static final Logger log = LoggerFactory.getLogger(Reading.class);

    private final RecordingRecords recordings;
    private final SegmentRecords segments;
    private final Shelf shelf;
    private final Recorder recorder;

    Reading(RecordingRecords recordings, SegmentRecords segments, Shelf shelf, Recorder recorder) {
        this.recordings = recordings;
        this.segments = segments;
        this.shelf = shelf;
        this.recorder = recorder;
    }

    /** From the tables alone, but for the end of a live one. */
    RecordingIndex index(Kept kept) {
        var recording = kept.recording();
        // the tail first: what is sealed in between is then there twice, and the row counts
        var tail = recording.state() == RecordingState.LIVE ? recorder.tail(kept.session()) : null;
        var rows = segments.of(kept.session());
        var places = new ArrayList<SegmentPlace>();
        var markers = new ArrayList<Marker>();
        for (var row : rows) {
            var sealed = row.sealed();
            places.add(new SegmentPlace(
                    sealed.number(), sealed.from(), sealed.to(), sealed.offset(), sealed.outputBytes()));
            markers.addAll(row.markers().markers());
        }
        var growing = tail == null
                ? null
                : tail.filter(last -> last.number() > rows.size()).orElse(null);
        if (growing != null)
            places.add(new SegmentPlace(
                    growing.number(), growing.from(), growing.to(), growing.offset(), growing.outputBytes()));
        var last = places.isEmpty() ? null : places.getLast();
        var duration = last == null ? 0 : last.toMillis();
        var output = new long[RecordingIndex.SLICES];
        var input = new long[RecordingIndex.SLICES];
        for (var row : rows)
            row.activity()
                    .addTo(output, input, row.sealed().from(), row.sealed().to(), duration);
        if (growing != null) {
            var segment = read(growing);
            Activity.of(segment).addTo(output, input, growing.from(), growing.to(), duration);
            markers.addAll(Markers.of(segment).markers());
        }
        return new RecordingIndex(
                recording,
                duration,
                last == null ? 0 : last.offset() + last.bytes(),
                places,
                new RecordingIndex.Activity(output, input),
                markers);
    }

    private static Segment read(Tail tail) {
        return UnderWay.read(tail.body());
    }

    byte[] segment(Kept kept, int number) {
        return sealed(kept, number)
                .or(() -> recorder.tail(kept.session())
                        .filter(tail -> tail.number() == number)
                        .map(Tail::body))
                // sealed between the one look and the other
                .or(() -> sealed(kept, number))
                .orElseThrow(() -> new RecordingRefused(
                        Code.NOT_FOUND, "The recording of " + kept.session() + " has no segment " + number + "."));
    }

    private Optional<byte[]> sealed(Kept kept, int number) {
        return segments.find(kept.session(), number).map(row -> body(kept, row.sealed()));
    }

    private byte[] body(Kept kept, SealedSegment segment) {
        try {
            return shelf.body(kept, segment);
        } catch (Damaged e) {
            throw damaged(kept, e);
        } catch (IOException e) {
            throw away(kept, e);
        }
    }

    SealedRecording sealed(Kept kept) {
        var evidence = recordings
                .evidence(kept.session())
                .orElseThrow(
                        () -> new RecordingRefused(
                                Code.NOT_FINISHED,
                                "The session goes on, or what it left is being sealed: its recording can be exported a few seconds after its end."));
        return new SealedRecording(
                kept.recording(),
                evidence.manifest().getBytes(StandardCharsets.UTF_8),
                seal(kept, evidence.seal()),
                segment -> packed(kept, segment));
    }

    private static Seal seal(Kept kept, String written) {
        try {
            return Seal.read(written.getBytes(StandardCharsets.UTF_8));
        } catch (Damaged e) {
            throw damaged(kept, e);
        }
    }

    private byte[] packed(Kept kept, SealedSegment segment) {
        try {
            return shelf.packed(kept, segment);
        } catch (Damaged e) {
            throw damaged(kept, e);
        } catch (IOException e) {
            throw away(kept, e);
        }
    }

    private static RecordingRefused damaged(Kept kept, Damaged e) {
        log.atError().addKeyValue("session", kept.session()).setCause(e).log("recording is damaged");
        return new RecordingRefused(
                Code.DAMAGED, "The recording of " + kept.session() + " is damaged: " + e.what() + ".", e);
    }

    private static RecordingRefused away(Kept kept, IOException e) {
        log.atError().addKeyValue("session", kept.session()).setCause(e).log("recording cannot be read");
        return new RecordingRefused(
                Code.TRY_AGAIN,
                "The recording of " + kept.session()
                        + " cannot be read at this moment: its store does not answer. Try again; the server's log has the reason.",
                e);
    }
}
