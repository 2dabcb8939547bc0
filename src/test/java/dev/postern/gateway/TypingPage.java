package dev.postern.gateway;

import dev.postern.session.SessionState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A browser tab as it should behave: knows its output offset, keeps what it typed until the server holds it, comes back and goes on. */
final class TypingPage {
    final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private long shownFrom;
    private boolean fresh = true;
    private @Nullable Line line;

    /** One socket's life. */
    private final class Line implements Viewer {
        private @Nullable Attachment attachment;
        private long sentTo;
        private boolean dead;

        @Override
        public void opened(long outputOffset, long inputReceived, long shownBefore, boolean resumedExactly) {
            synchronized (TypingPage.this) {
                if (dead) return;
                if (resumedExactly) {
                    if (outputOffset != shownFrom + shown.size())
                        throw new AssertionError("resumed at " + outputOffset);
                } else {
                    shown = new ByteArrayOutputStream();
                    shownFrom = outputOffset;
                }
                fresh = false;
            }
        }

        @Override
        public void output(ByteBuffer bytes) {
            long to;
            Attachment held;
            synchronized (TypingPage.this) {
                if (dead) return;
                var copy = new byte[bytes.remaining()];
                bytes.get(copy);
                shown.writeBytes(copy);
                to = shownFrom + shown.size();
                held = attachment;
            }
            if (held != null) held.parsed(to);
        }

        @Override
        public void outputAtOnce(ByteBuffer bytes) {
            output(bytes);
        }

        @Override
        public void accepted(long inputOffset) {}

        @Override
        public void leg(NodeLeg node) {}

        @Override
        public void ended(SessionState.Ended state) {}

        @Override
        public void replaced() {}
    }

    void connect(TestGateway test) {
        var next = new Line();
        long from;
        synchronized (this) {
            if (line != null) line.dead = true;
            line = next;
            from = fresh ? -1 : shownFrom + shown.size();
        }
        var attachment = test.gateway
                .attach(TestGateway.SESSION, next, new AttachRequest(TestGateway.OWNER, "tab", from, 80, 24))
                .orElseThrow();
        synchronized (this) {
            next.attachment = attachment;
            next.sentTo = attachment.received();
        }
        flush();
    }

    /** Its socket broke; the server hears of it, or not. */
    void disconnect(boolean heard) {
        Attachment held;
        synchronized (this) {
            if (line == null) return;
            line.dead = true;
            held = line.attachment;
            line = null;
        }
        if (heard && held != null) held.close();
    }

    /** A reload: the screen is empty, what was typed is kept. */
    void reload() {
        disconnect(true);
        synchronized (this) {
            fresh = true;
        }
    }

    void type(byte[] keys) {
        typed.writeBytes(keys);
        flush();
    }

    private void flush() {
        var on = line;
        if (on == null || on.attachment == null) return;
        var all = typed.toByteArray();
        var rest = Arrays.copyOfRange(all, (int) on.sentTo, all.length);
        if (rest.length == 0) return;
        on.attachment.typed(ByteBuffer.wrap(rest), on.sentTo);
        on.sentTo = all.length;
    }

    synchronized boolean isConnected() {
        return line != null;
    }

    synchronized long shownFrom() {
        return shownFrom;
    }

    synchronized byte[] shown() {
        return shown.toByteArray();
    }
}
