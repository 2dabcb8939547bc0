package dev.postern.recording;

/** What there is of a session. */
public enum RecordingState {
    /** It goes on, or what it left is being sealed. */
    LIVE,
    /** From the first byte to the session's end. */
    COMPLETE,
    /** What could be saved: its tape broke off. */
    TRUNCATED,
    /** The session left no tape. */
    MISSING,
    /** Node and client alone could read it: who, where and when is known, and no more. */
    UNRECORDED,
    /** It was kept for as long as it had to be, and deleted. Its number, manifest and hash stay. */
    EXPIRED
}
