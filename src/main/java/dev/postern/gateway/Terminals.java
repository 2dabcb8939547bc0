package dev.postern.gateway;

import dev.postern.session.SessionId;
import java.util.Optional;

/** Browser sessions, for whoever shows them. Asks nobody's permission. */
public interface Terminals {
    /**
     * Newest attachment wins; the older one is told {@code replaced}. A session that has ended shows its last output and its end, as long as its
     * spool is kept. Empty when the session is unknown or not a browser session.
     */
    Optional<Attachment> attach(SessionId id, Viewer viewer, AttachRequest request);
}
