package dev.postern.gateway;

import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes what is typed in the timeline, where the plan wants it kept: a line at a time, once it is known whether it was shown ({@link Typing}). */
final class InputNotes {
    private static final Logger log = LoggerFactory.getLogger(InputNotes.class);

    private final Timeline timeline;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Typing typing;
    private volatile boolean waits;

    private InputNotes(Spool spool, Timeline timeline, InstantSource clock) {
        this.timeline = timeline;
        this.clock = clock;
        this.typing = new Typing(spool::read);
    }

    /** Null where nothing is to be kept: the plan does not want it, nobody types, or it could not be read. */
    static @Nullable InputNotes of(RelayPlan plan, @Nullable Spool spool, Timeline timeline, InstantSource clock) {
        var typed = plan.kind() == Kind.TERMINAL || plan.kind() == Kind.KEYED_TERMINAL;
        return plan.keepsInput() && typed && plan.isReadable() && spool != null
                ? new InputNotes(spool, timeline, clock)
                : null;
    }

    /** Whether more may be typed: false while the disk refuses, and when as much has been noted as may be. */
    boolean takes() {
        return timeline.takesInput();
    }

    /**
     * These bytes went to the node.
     *
     * @param shownFrom how much output there was before they did
     */
    void typed(ByteBuffer bytes, long shownFrom) {
        lock.lock();
        try {
            typing.typed(bytes, shownFrom, clock.instant());
            if (typing.isCrowded()) note(false);
            waits = typing.waits();
        } finally {
            lock.unlock();
        }
    }

    /** Ten times a second. */
    void look() {
        if (!waits) return;
        lock.lock();
        try {
            note(false);
            waits = typing.waits();
        } finally {
            lock.unlock();
        }
    }

    /** The session is over, or left to the next server: what is not complete is told as it is. */
    void lookAtLast() {
        lock.lock();
        try {
            note(true);
            waits = false;
        } finally {
            lock.unlock();
        }
    }

    private void note(boolean last) {
        try {
            var hidden = 0;
            for (var line : last ? typing.lookAtLast() : typing.look(clock.instant())) {
                if (line.shown()) {
                    noteHidden(hidden);
                    hidden = 0;
                    timeline.typed(line.bytes());
                } else hidden += line.bytes().remaining();
            }
            noteHidden(hidden);
        } catch (IOException e) {
            log.atError().setCause(e).log("spool not readable, typed input not noted");
        }
    }

    /** Lines that come at once are told in one. */
    private void noteHidden(int bytes) {
        if (bytes > 0) timeline.typedHidden(bytes);
    }
}
