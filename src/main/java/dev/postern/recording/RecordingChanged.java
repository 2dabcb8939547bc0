package dev.postern.recording;

import dev.postern.session.SessionId;

/** Published (Spring event) when a session's recording is sealed, or it is certain that there will be none. */
public record RecordingChanged(SessionId session) {}
