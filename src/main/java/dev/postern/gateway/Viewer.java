package dev.postern.gateway;

import dev.postern.session.SessionState;
import java.nio.ByteBuffer;

/** Who looks at a browser session. Calls come one at a time, in order; {@link #opened} is the first. */
public interface Viewer {
    /**
     * @param outputOffset what {@link #output} brings begins here
     * @param inputReceived typed bytes of this client the server already holds
     * @param shownBefore output before this offset has been on a screen already: questions a program asked in it (where is the cursor, what
     *     are your colours) were answered then, and an answer now would be typed into whatever runs by now
     * @param resumedExactly false: what the page shows does not end at {@code outputOffset}, so it must clear its screen first
     */
    void opened(long outputOffset, long inputReceived, long shownBefore, boolean resumedExactly);

    /** Raw terminal bytes, next in order, at most 64 KiB; the buffer is reused after the return. May block: the session waits for it. */
    void output(ByteBuffer bytes);

    /** The same in a few bytes, whose buffer nobody touches again. Must not block: the node's own thread calls it. */
    void outputAtOnce(ByteBuffer bytes);

    /** The node has taken all of this client's typed bytes before this offset. */
    void accepted(long inputOffset);

    void leg(NodeLeg node);

    /** After the last output byte; nothing follows. */
    void ended(SessionState.Ended state);

    /** A newer viewer took this session; nothing follows. */
    void replaced();
}
