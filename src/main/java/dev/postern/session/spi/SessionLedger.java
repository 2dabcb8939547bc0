package dev.postern.session.spi;

import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import java.util.Optional;

/** Where the gateway reports what becomes of a session. Calls may take as long as a database and the trail do: none stands on the data path. */
public interface SessionLedger {
    Optional<Session> find(SessionId id);

    /** The node's end is there for the first time, whether or not a client is. */
    void nodeCame(SessionId id);

    /** Both ends are there. */
    void connected(SessionId id);

    void disconnected(SessionId id, SessionState.End missing);

    /**
     * Writes the trail, then the state, then tells listeners; called before the ends are closed. A session ends once: later calls change nothing.
     */
    void ended(SessionId id, EndCause cause);
}
