package dev.postern.session.spi;

import dev.postern.session.EndCause;
import dev.postern.session.SessionId;

/** Whoever pairs the two ends of a session. What becomes of a session it reports to the {@link SessionLedger}. */
public interface Relays {
    /**
     * Both ends may come from now on. If they do not meet within the first pairing time, the session ends as failed.
     *
     * @throws java.io.UncheckedIOException when there is nowhere to record it
     * @throws dev.postern.protocol.SessionKeyUnavailable when it is to be encrypted and its KMS key gives no data key
     */
    void open(RelayPlan plan);

    /** The same after a restart: what was spooled is taken up, and either end has the grace period to come back. */
    void takeUp(RelayPlan plan);

    /** From now on only this token opens the client's end. False when the session is not live here. */
    boolean expectClient(SessionId id, TokenHash token);

    /**
     * Ends the session now: reports the cause to the ledger, then tells both ends and closes them, which takes a second at most. False when the
     * session is not live here; then nothing was reported.
     */
    boolean cut(SessionId id, EndCause cause);
}
