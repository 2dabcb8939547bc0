package dev.postern.gateway;

import java.nio.ByteBuffer;

/** A viewer's hold on its session. After {@link #close}, or after another viewer took its place, calls do nothing. */
public interface Attachment extends AutoCloseable {
    /** Typed bytes of this client that were held when it attached: where its next ones begin. */
    long received();

    /**
     * Typed bytes. What was received before (by offset) is skipped, so sending again is always right.
     *
     * @param offsetOfFirstByte counted per {@link AttachRequest#client}
     * @throws InputRefused when bytes are missing before these, or more wait for the node than there is room for
     */
    void typed(ByteBuffer bytes, long offsetOfFirstByte);

    void size(int cols, int rows);

    /** The page has drawn everything before this offset. */
    void parsed(long outputOffset);

    /** The viewer is gone; the session stays for the grace period. */
    @Override
    void close();

    /** Typed bytes that cannot be taken. They were not received: the page comes back and sends them again. */
    final class InputRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        InputRefused(String message) {
            super(message);
        }
    }
}
