package dev.postern.playback;

import dev.postern.access.Decision;
import dev.postern.access.Outcome;
import dev.postern.evidence.Damaged;
import dev.postern.evidence.Manifest;
import dev.postern.evidence.Packed;
import dev.postern.evidence.SealedSegment;
import dev.postern.evidence.Segment;
import dev.postern.identity.Caller;
import dev.postern.recording.RecordingIndex;
import dev.postern.recording.RecordingRefused;
import dev.postern.recording.Recordings;
import dev.postern.recording.SealedRecording;
import dev.postern.session.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

@Component
class RenderedRecordings implements Playbacks {
    private final Recordings recordings;
    private final Renderings renderings;

    RenderedRecordings(Recordings recordings, Renderings renderings) {
        this.recordings = recordings;
        this.renderings = renderings;
    }

    @Override
    public Outcome<Rendered> rendered(Caller caller, SessionId session) {
        return switch (recordings.index(caller, session)) {
            case Outcome.Refused<RecordingIndex>(var denied) -> new Outcome.Refused<>(denied);
            case Outcome.Done<RecordingIndex>(var index) -> rendered(caller, session, index);
        };
    }

    private Outcome<Rendered> rendered(Caller caller, SessionId session, RecordingIndex index) {
        var last = index.segments().isEmpty() ? 0 : index.segments().getLast().number();
        try {
            return new Outcome.Done<>(
                    renderings.render(session, last, index.live(), number -> segment(caller, session, number)));
        } catch (NoLonger refused) {
            return new Outcome.Refused<>(refused.denied);
        }
    }

    private Segment segment(Caller caller, SessionId session, int number) {
        return switch (recordings.segment(caller, session, number)) {
            case Outcome.Done<byte[]>(var body) -> read(session, number, body);
            case Outcome.Refused<byte[]>(var denied) -> throw new NoLonger(denied);
        };
    }

    private static Segment read(SessionId session, int number, byte[] body) {
        try {
            return Segment.read(body);
        } catch (Damaged e) {
            throw RecordingRefused.damaged(session, "segment " + number + ": " + e.what(), e);
        }
    }

    /** The right to see it ended while it was read. */
    private static final class NoLonger extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Decision.Denied denied;

        NoLonger(Decision.Denied denied) {
            super(denied.reason());
            this.denied = denied;
        }
    }

    @Override
    public Outcome<Download> download(Caller caller, SessionId session, Format format) {
        return switch (recordings.export(caller, session)) {
            case Outcome.Refused<SealedRecording>(var denied) -> new Outcome.Refused<>(denied);
            case Outcome.Done<SealedRecording>(var sealed) ->
                new Outcome.Done<>(new Download(
                        session + format.ending(), format.mediaType(), out -> write(sealed, session, format, out)));
        };
    }

    private void write(SealedRecording sealed, SessionId session, Format format, OutputStream out) throws IOException {
        try {
            switch (format) {
                case BUNDLE -> sealed.writeTo(out);
                case CAST -> cast(sealed, new Asciicast(out, 3));
                case CAST_2 -> cast(sealed, new Asciicast(out, 2));
                case TEXT -> text(sealed, session, out);
            }
        } catch (Unreadable e) {
            if (e.getCause() instanceof IOException broken) throw broken;
            throw RecordingRefused.damaged(session, String.valueOf(e.getMessage()), e);
        } catch (Damaged e) {
            throw RecordingRefused.damaged(session, e.what(), e);
        }
    }

    private static void cast(SealedRecording sealed, Asciicast cast) throws IOException, Damaged {
        var manifest = Manifest.read(sealed.manifest());
        cast.begin(manifest, manifest.session());
        for (var segment : manifest.segments()) cast.add(segment(sealed, segment));
        cast.end(manifest.durationMillis());
    }

    private void text(SealedRecording sealed, SessionId session, OutputStream out) throws IOException, Damaged {
        var segments = Manifest.read(sealed.manifest()).segments();
        var rendered = renderings.render(session, segments.size(), false, number -> {
            try {
                return segment(sealed, segments.get(number - 1));
            } catch (IOException | Damaged e) {
                throw new Unreadable(e);
            }
        });
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        for (var line : rendered.lines()) writer.append(line.text()).append('\n');
        if (rendered.cut()) writer.append("… (more lines than are rendered: the bundle has all of it)\n");
        writer.flush();
    }

    private static Segment segment(SealedRecording sealed, SealedSegment segment) throws IOException, Damaged {
        return Segment.read(Packed.unpack(sealed.frames().packed(segment)));
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
