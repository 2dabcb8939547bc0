package dev.postern.session.spi;

import dev.postern.session.EndCause;
import dev.postern.session.SessionId;
import java.util.Map;

/** Whoever pairs the two ends of a session. What becomes of a session it reports to the {@link SessionLedger}. */
public interface Relays {
    /**
     * A client may come from now on. The node is expected only after {@link #begin}: until then the session waits its turn, and neither the first
     * pairing time nor the idle limit runs.
     *
     * @throws java.io.UncheckedIOException when there is nowhere to record it
     * @throws dev.postern.protocol.SessionKeyUnavailable when it is to be encrypted and its KMS key gives no data key
     */
    void open(RelayPlan plan);

    /**
     * The task goes to the node now: if both ends do not meet within the first pairing time, the session ends as failed. False when the session is
     * not live here.
     */
    boolean begin(SessionId id);

    /** Of each session that waits its turn, how many are before it: shown to whoever looks. Called as often as it changes, and must be quick. */
    void waiting(Map<SessionId, Integer> before);

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
