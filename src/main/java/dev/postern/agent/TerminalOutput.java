package dev.postern.agent;

import com.pty4j.PtyProcess;
import dev.postern.protocol.PayloadType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * What a terminal says, on its way to the channel. A key's echo goes at once. A flood comes from the kernel in pieces of 1 to 4 KiB, and each frame
 * costs both ends and the server the same whatever it holds: while earlier frames are under way, more is collected first. Meanwhile the kernel keeps
 * what the program says, and holds the program back when it is too much.
 */
final class TerminalOutput {
    /** Of this size are a flood's pieces, not a person's echo. */
    private static final int FLOOD = 1_024;
    /** What the kernel gives at a time; pty4j makes and copies an array of whatever is asked for. */
    private static final int READ = 4_096;

    private final InputStream in;
    private final Readiness more;
    private final byte[] piece;

    TerminalOutput(PtyProcess from, int maxPayload) {
        in = from.getInputStream();
        more = Readiness.toRead(from);
        piece = new byte[maxPayload];
    }

    /**
     * Until the terminal is gone. On a platform thread: it waits inside the kernel, by way of JNA, where a virtual thread would hold its carrier.
     *
     * @throws DataChannel.Gone if the channel ended under it
     */
    void sendAll(DataChannel channel) throws InterruptedException, DataChannel.Gone {
        boolean othersUnderWay = false;
        for (int length = read(0); length > 0; length = read(0)) {
            if (othersUnderWay || length >= FLOOD) length = withCompany(length);
            othersUnderWay = channel.send(PayloadType.OUTPUT, ByteBuffer.wrap(piece, 0, length));
        }
    }

    /** Waits no longer than a millisecond for each piece, and for none after one that is no flood's. */
    private int withCompany(int length) {
        int filled = length;
        int last = FLOOD;
        while (filled < piece.length && last >= FLOOD && more.soon()) {
            last = read(filled);
            if (last > 0) filled += last;
        }
        return filled;
    }

    /** -1 when the terminal is gone, which Linux tells by an error. */
    private int read(int at) {
        try {
            return in.read(piece, at, Math.min(READ, piece.length - at));
        } catch (IOException _) {
            return -1;
        }
    }
}
