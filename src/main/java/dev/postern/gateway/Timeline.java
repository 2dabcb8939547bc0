package dev.postern.gateway;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Happening.Did;
import dev.postern.gateway.spi.Happening.HiddenInput;
import dev.postern.gateway.spi.Happening.Input;
import dev.postern.gateway.spi.Happening.Is;
import dev.postern.gateway.spi.Happening.Person;
import dev.postern.gateway.spi.Happening.Resized;
import dev.postern.gateway.spi.Happening.State;
import dev.postern.protocol.TerminalSize;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happened in a session beside its output, in a file {@code timeline} beside the spool: who came, what size, whether the node was there. Each
 * note tells how many bytes of output there were, which is its place among them.
 *
 * <p>A session does not depend on it: what the disk refuses waits in memory and is written when it takes again, and beyond a limit notes are left out
 * and counted. Who must not go on without it asks {@link #takesInput}. Safe for use by several threads; output passes without it.
 */
final class Timeline implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Timeline.class);

    /** Its name in the session's folder. */
    static final String FILE = "timeline";

    /** More than a person does in a day: 350,000 resizes or single keys. What fills it is a client gone wrong. */
    static final long MOST_BYTES = 16L * 1024 * 1024;
    /** Notes that wait for a disk: it is given up after ten seconds, and in so long little happens. */
    static final int MOST_WAITING = 256;

    private final Path folder;
    private final SpoolFile file;
    private final InstantSource clock;
    private final LongSupplier offset;

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<Happening> waiting = new ArrayDeque<>();
    private Happening.@Nullable Traffic traffic;
    private long end;
    private long leftOut;
    private boolean refused;
    private boolean closed;
    /** A note that was not written as a whole may stand behind the end. */
    private boolean torn;

    private volatile boolean dirty;
    private volatile boolean takesInput = true;

    private Timeline(Path folder, SpoolFile file, InstantSource clock, LongSupplier offset) {
        this.folder = folder;
        this.file = file;
        this.clock = clock;
        this.offset = offset;
    }

    /**
     * Opens the timeline in this folder as it was left, or a new one. A torn tail is cut off.
     *
     * @param offset how many bytes of output there are
     */
    static Timeline open(Path folder, SpoolFile.Disk disk, InstantSource clock, LongSupplier offset)
            throws IOException {
        Files.createDirectories(folder);
        var timeline = new Timeline(folder, disk.open(folder.resolve(FILE)), clock, offset);
        timeline.recover();
        return timeline;
    }

    private void recover() throws IOException {
        var size = file.size();
        var notes = new Notes(file, 0, size);
        for (var note = notes.peek(); note != null; note = notes.peek()) {
            if (note.happening().orElse(null) instanceof Happening.Traffic last) traffic = last;
            notes.take();
        }
        end = notes.position();
        if (end != size) file.truncate(end);
    }

    void resized(TerminalSize size) {
        add(new Resized(now(), size.cols(), size.rows()));
    }

    void person(String who, Did did) {
        add(new Person(now(), who, did));
    }

    void state(Is is) {
        add(new State(now(), is));
    }

    /** Typed bytes that were shown. */
    void typed(ByteBuffer bytes) {
        add(new Input(now(), bytes));
    }

    /** Typed bytes that were not: only how many. */
    void typedHidden(int bytes) {
        add(new HiddenInput(now(), bytes));
    }

    /** Altogether; written if it is more than what was. */
    void traffic(long toNode, long fromNode) {
        lock.lock();
        try {
            if (toNode == trafficToNode() && fromNode == trafficFromNode()) return;
            traffic = new Happening.Traffic(now(), toNode, fromNode);
            add(traffic);
        } finally {
            lock.unlock();
        }
    }

    /** What was noted last, before a restart too. */
    long trafficToNode() {
        var last = traffic;
        return last == null ? 0 : last.toNode();
    }

    long trafficFromNode() {
        var last = traffic;
        return last == null ? 0 : last.fromNode();
    }

    private Instant now() {
        return clock.instant();
    }

    private void add(Happening happening) {
        lock.lock();
        try {
            if (closed) return; // who leaves a session that is over is of no interest
            if (waiting.size() >= MOST_WAITING || end >= MOST_BYTES) {
                leaveOut();
                return;
            }
            waiting.add(happening);
            write();
        } finally {
            lock.unlock();
        }
    }

    private void leaveOut() {
        if (leftOut++ == 0) log.atWarn().addKeyValue("folder", folder).log("timeline full, what follows is left out");
        takesInput = false;
    }

    /** Writes what waits, as far as the disk takes it. */
    private void write() {
        try {
            if (torn) file.truncate(end);
            torn = false;
            while (!waiting.isEmpty() && end < MOST_BYTES) {
                // a note's place is where it is written: readers may have passed where it happened
                var record = Note.record(waiting.element(), offset.getAsLong());
                var length = record.remaining();
                torn = true;
                file.write(record, end);
                torn = false;
                waiting.remove();
                end += length;
                dirty = true;
            }
            if (refused) log.atInfo().addKeyValue("folder", folder).log("timeline written again");
            refused = false;
            takesInput = end < MOST_BYTES;
        } catch (IOException e) {
            if (!refused)
                log.atError().addKeyValue("folder", folder).setCause(e).log("timeline not written");
            refused = true;
            takesInput = false;
        }
    }

    /** Tries again what the disk refused. False when it still does. */
    boolean takes() {
        lock.lock();
        try {
            if (!waiting.isEmpty()) write();
            return !refused;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it holds as much as it may. */
    boolean isFull() {
        return end() >= MOST_BYTES;
    }

    /** Whether what is typed could be noted, as far as is known: false while the disk refuses, and when the timeline is full. */
    boolean takesInput() {
        return takesInput;
    }

    /** How long it is: all before this is whole, and what is added later has its place at or behind the output there is now. */
    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    void force() throws IOException {
        if (!dirty) return;
        dirty = false;
        file.force();
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try (file) {
            closed = true;
            if (!waiting.isEmpty()) write();
            leftOut += waiting.size();
            if (leftOut > 0)
                log.atWarn()
                        .addKeyValue("folder", folder)
                        .addKeyValue("notes", leftOut)
                        .log("left out of the timeline");
            force();
        } finally {
            lock.unlock();
        }
    }
}
