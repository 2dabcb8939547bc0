package dev.postern.gateway.spi;

import dev.postern.session.SessionId;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The tapes of all sessions that this server relays or has relayed. Asks nobody's permission. */
public interface SessionTapes {
    /** Empty where there is none, or none any more. A session that ended keeps its tape until {@link #release}. */
    Optional<SessionTape> open(SessionId id) throws IOException;

    /** Whoever has a tape. */
    Set<SessionId> all() throws IOException;

    /**
     * Whether something may still be added to it: the session is live, or has just ended and is not closed yet. Ask before reading: where this said
     * no, what is read then is all there will ever be.
     */
    boolean grows(SessionId id);

    /**
     * Everything on it has been kept elsewhere: it is deleted once it is as old as the setting for spools says. Without this word a tape is never
     * deleted.
     *
     * @throws IllegalStateException while it {@link #grows}
     */
    void release(SessionId id) throws IOException;
}
