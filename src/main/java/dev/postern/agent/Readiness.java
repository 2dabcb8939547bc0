package dev.postern.agent;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import com.pty4j.PtyProcess;
import com.pty4j.unix.UnixPtyProcess;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Asks the kernel whether a terminal takes or has bytes now: poll(2). One whose program does not read fills up, and a write to it then waits for as
 * long as the program likes.
 */
final class Readiness {
    /** struct pollfd: int fd, short events, short revents; the same on Linux and macOS. */
    private static final MemoryLayout POLLFD = MemoryLayout.structLayout(JAVA_INT, JAVA_SHORT, JAVA_SHORT);

    private static final long EVENTS_AT = 4;
    private static final long ANSWER_AT = 6;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int NO_DESCRIPTOR = -1;

    /** Absent where there is no such function, as on Windows. The jar's manifest allows native access, which the pty library needs too. */
    @SuppressWarnings("restricted")
    private static final Optional<MethodHandle> POLL = Linker.nativeLinker()
            .defaultLookup()
            .find("poll")
            .map(poll -> Linker.nativeLinker()
                    .downcallHandle(poll, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)));

    private final MemorySegment asked = Arena.ofAuto().allocate(POLLFD);
    private final short event;

    private Readiness(PtyProcess terminal, short event) {
        this.event = event;
        asked.set(
                JAVA_INT,
                0,
                terminal instanceof UnixPtyProcess unix ? unix.getPty().getMasterFD() : NO_DESCRIPTOR);
        asked.set(JAVA_SHORT, EVENTS_AT, event);
    }

    /** For one thread. */
    static Readiness toRead(PtyProcess terminal) {
        return new Readiness(terminal, POLLIN);
    }

    /** For one thread. */
    static Readiness toWrite(PtyProcess terminal) {
        return new Readiness(terminal, POLLOUT);
    }

    /** Whether a read, or a small write, would return at once. False where nobody can tell, and when the terminal is gone. */
    boolean now() {
        return within(0);
    }

    /** As {@link #now}, or in a millisecond. */
    boolean soon() {
        return within(1);
    }

    private boolean within(int millis) {
        return POLL.isPresent() && poll(POLL.get(), millis) == 1 && asked.get(JAVA_SHORT, ANSWER_AT) == event;
    }

    private int poll(MethodHandle function, int millis) {
        try {
            return (int) function.invokeExact(asked, 1L, millis);
        } catch (Throwable impossible) { // a downcall throws nothing of its own
            throw new IllegalStateException("poll cannot be called", impossible);
        }
    }
}
