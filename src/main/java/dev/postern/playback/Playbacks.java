package dev.postern.playback;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.session.SessionId;

/** Recordings as text, and as files. Each call is decided as {@link dev.postern.recording.Recordings} says, and refuses as that does. */
public interface Playbacks {
    /**
     * Lines and commands, of a live session those until now. A large one takes some seconds, the first time.
     *
     * @throws dev.postern.recording.RecordingRefused NOT_FOUND, NOTHING_KEPT, DAMAGED, TRY_AGAIN
     */
    Outcome<Rendered> rendered(Caller caller, SessionId session);

    /**
     * Of a session that is over. What is damaged is found while it is written, and breaks the writing off.
     *
     * @throws dev.postern.recording.RecordingRefused NOT_FOUND, NOTHING_KEPT, NOT_FINISHED
     */
    Outcome<Download> download(Caller caller, SessionId session, Format format);
}
