package dev.postern.gateway;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link whose other end is a list. Frames stay unsent while it is {@link #clog clogged}. */
final class MemoryLink implements FrameLink {
    private final List<Frame> sent = new ArrayList<>();
    private final List<Frame> stuck = new ArrayList<>();
    private boolean clogged;
    private boolean open = true;
    private boolean deaf;
    private int pings;
    private int closeCode;
    private Consumer<Frame> meanwhile = _ -> {};
    private @Nullable Inlet inlet;

    synchronized void leadsTo(Inlet inlet) {
        this.inlet = inlet;
    }

    /** What the peer sends. */
    void bring(Frame frame) {
        Inlet to;
        synchronized (this) {
            if (!open) return;
            to = inlet;
        }
        if (to != null) to.received(frame);
    }

    /** Something that happens while a frame is being sent. */
    synchronized void whileSending(Consumer<Frame> meanwhile) {
        this.meanwhile = meanwhile;
    }

    @Override
    public void send(Frame frame) {
        Consumer<Frame> happens;
        synchronized (this) {
            if (!open) return;
            (clogged ? stuck : sent).add(frame);
            notifyAll();
            happens = meanwhile;
        }
        happens.accept(frame);
    }

    @Override
    public synchronized long unsent() {
        return stuck.stream().mapToLong(Frame::length).sum();
    }

    @Override
    public synchronized boolean awaitUnsentBelow(long bytes, Duration most) throws InterruptedException {
        var until = System.nanoTime() + most.toNanos();
        while (open && unsent() >= bytes) {
            var left = until - System.nanoTime();
            if (left <= 0) return false;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return open;
    }

    synchronized void clog() {
        clogged = true;
    }

    synchronized void unclog() {
        clogged = false;
        sent.addAll(stuck);
        stuck.clear();
        notifyAll();
    }

    @Override
    public void ping() {
        Inlet to;
        synchronized (this) {
            pings++;
            to = deaf ? null : inlet;
        }
        if (to != null) to.heard();
    }

    /** Its peer answers no ping from now on. */
    synchronized void deafen() {
        deaf = true;
    }

    synchronized int pings() {
        return pings;
    }

    @Override
    public void close(int code, String reason) {
        breakOff(code);
    }

    @Override
    public void abort() {
        breakOff(-1);
    }

    /** The connection is gone, whoever did it. */
    void breakOff(int code) {
        Inlet to;
        synchronized (this) {
            if (!open) return;
            open = false;
            closeCode = code;
            to = inlet;
            notifyAll();
        }
        if (to != null) to.closed();
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized int closeCode() {
        return closeCode;
    }

    /** Everything sent since the last call. */
    synchronized List<Frame> take() {
        var all = List.copyOf(sent);
        sent.clear();
        return all;
    }

    synchronized List<Frame> seen() {
        return List.copyOf(sent);
    }

    synchronized List<Frame> seen(MessageType type) {
        return sent.stream().filter(frame -> frame.type().equals(type)).toList();
    }
}
