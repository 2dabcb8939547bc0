package dev.postern.recording;

import dev.postern.session.SessionId;

/** A recording cannot be shown, for a reason beside the permission to see it. */
public final class RecordingRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    public enum Code {
        /** Nobody knows of such a session, or it has no such segment. */
        NOT_FOUND,
        /** There is nothing (any more): the state of the recording says why. */
        NOTHING_KEPT,
        /** It goes on. */
        NOT_FINISHED,
        /** It is not what was sealed. */
        DAMAGED,
        /** It is there, and its store does not give it at this moment. */
        TRY_AGAIN
    }

    RecordingRefused(Code code, String message) {
        super(message);
        this.code = code;
    }

    RecordingRefused(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** @param what the place, and what is wrong there */
    public static RecordingRefused damaged(SessionId session, String what, Throwable cause) {
        return new RecordingRefused(Code.DAMAGED, "The recording of " + session + " is damaged: " + what + ".", cause);
    }

    public Code code() {
        return code;
    }
}
