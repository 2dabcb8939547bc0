package dev.postern.recording;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.session.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Gives recordings to whoever may see them. Each call is decided: {@code postern:ViewRecording}, {@code postern:ExportRecording} on the session. What is seen
 * by the same caller within ten minutes is one event in the trail; each export is one.
 */
public interface Recordings {
    /** Without a decision: callers ask for it. */
    Optional<Recording> find(SessionId session);

    /** Of these sessions, as far as they have any. Without a decision, as {@link #find}. */
    List<Recording> find(Collection<SessionId> sessions);

    /** What is in it, and how it went. @throws RecordingRefused NOT_FOUND, NOTHING_KEPT */
    Outcome<RecordingIndex> index(Caller caller, SessionId session);

    /**
     * A segment's body, unpacked. The last one of a live session grows.
     *
     * @throws RecordingRefused NOT_FOUND, NOTHING_KEPT, DAMAGED, TRY_AGAIN
     */
    Outcome<byte[]> segment(Caller caller, SessionId session, int number);

    /** All that proves it. @throws RecordingRefused NOT_FOUND, NOTHING_KEPT, NOT_FINISHED */
    Outcome<SealedRecording> export(Caller caller, SessionId session);
}
