package dev.postern.gateway;

import dev.postern.session.EndCause;
import dev.postern.session.SessionState;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page: keeps what it is shown and, unless told otherwise, has drawn it at once. */
final class SeenOutput implements Viewer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile @Nullable Attachment attachment;
    private boolean draws = true;
    private long begin = -1;
    private long received = -1;
    private boolean exact;
    private long accepted;
    private @Nullable NodeLeg node;
    private final List<NodeLeg> legs = new ArrayList<>();
    private SessionState.@Nullable Ended ended;
    private boolean replaced;

    /** Shown, never drawn. */
    synchronized SeenOutput withoutDrawing() {
        draws = false;
        return this;
    }

    void draws(Attachment attachment) {
        this.attachment = attachment;
        long end;
        synchronized (this) {
            if (!draws || bytes.size() == 0) return;
            end = begin + bytes.size();
        }
        attachment.parsed(end);
    }

    @Override
    public synchronized void opened(long outputOffset, long inputReceived, long shownBefore, boolean resumedExactly) {
        begin = outputOffset;
        received = inputReceived;
        exact = resumedExactly;
    }

    @Override
    public void output(ByteBuffer chunk) {
        long end;
        synchronized (this) {
            var copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
            end = begin + bytes.size();
            if (!draws) return;
        }
        var held = attachment;
        if (held != null) held.parsed(end);
    }

    @Override
    public void outputAtOnce(ByteBuffer chunk) {
        output(chunk);
    }

    @Override
    public synchronized void accepted(long inputOffset) {
        accepted = inputOffset;
    }

    @Override
    public synchronized void leg(NodeLeg leg) {
        node = leg;
        legs.add(leg);
    }

    @Override
    public synchronized void ended(SessionState.Ended state) {
        ended = state;
    }

    @Override
    public synchronized void replaced() {
        replaced = true;
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    synchronized int size() {
        return bytes.size();
    }

    synchronized long begin() {
        return begin;
    }

    /** The output offset the page has. */
    synchronized long end() {
        return Math.max(0, begin) + bytes.size();
    }

    synchronized long received() {
        return received;
    }

    synchronized boolean exact() {
        return exact;
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized @Nullable NodeLeg node() {
        return node;
    }

    /** Everything it was told of the node. */
    synchronized List<NodeLeg> legs() {
        return List.copyOf(legs);
    }

    synchronized SessionState.@Nullable Ended ended() {
        return ended;
    }

    /** Why it ended. */
    synchronized EndCause cause() {
        if (ended == null) throw new IllegalStateException("not ended");
        return ended.cause();
    }

    synchronized boolean replacedByAnother() {
        return replaced;
    }
}
