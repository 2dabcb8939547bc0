package dev.postern.agent;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import com.pty4j.unix.UnixPtyProcess;
import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.TerminalSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program on a pseudo terminal: the login shell, or a command that wants a terminal. Its bytes go through as they are. */
final class TerminalWork implements SessionWork {

    /** What a terminal is until its client says something else. */
    static final TerminalSize DEFAULT_SIZE = new TerminalSize(80, 24);

    /** Postern's terminal sends its size with the first frame; the stock plugin only after the first output, which must not wait for it. */
    static final Duration SIZE_PATIENCE = Duration.ofMillis(150);

    /** From hanging up to killing. */
    static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(2);

    /** A key, or the few bytes that stand for one. */
    private static final int KEY = 64;

    private static final Logger log = LoggerFactory.getLogger(TerminalWork.class);

    private final String sessionId;
    private final @Nullable String owner;
    private final List<String> command;
    private final Map<String, String> environment;
    private final String directory;
    private final int maxPayload;

    private final InputQueue input = new InputQueue(this::roomMade);
    private volatile @Nullable DataChannel channel;
    private final CountDownLatch sized = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private TerminalSize size = DEFAULT_SIZE;
    private @Nullable PtyProcess process;
    private volatile @Nullable Keyboard keyboard;
    private boolean cancelled;

    /** The way into a terminal that tells whether it is free. */
    private record Keyboard(OutputStream out, Readiness room) {
        /** False, and nothing written, where that would have to wait. */
        boolean takes(ByteBuffer bytes) {
            if (!room.now()) return false;
            var keys = new byte[bytes.remaining()];
            bytes.get(keys);
            try {
                out.write(keys);
                out.flush();
            } catch (IOException gone) {
                log.atDebug().setCause(gone).log("typed into a terminal that is gone");
            }
            return true;
        }
    }

    /**
     * A terminal that is not there yet.
     *
     * @param owner whose the terminal is to be; null for the agent's own user
     * @param typed typed into the terminal when it starts; may be empty
     */
    TerminalWork(
            String sessionId,
            @Nullable String owner,
            List<String> command,
            Map<String, String> environment,
            String directory,
            String typed,
            int maxPayload) {
        this.sessionId = sessionId;
        this.owner = owner;
        this.command = command;
        this.environment = environment;
        this.directory = directory;
        this.maxPayload = maxPayload;
        if (!typed.isEmpty()) input.add(ByteBuffer.wrap(typed.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public TaskOutcome run(DataChannel with) throws InterruptedException, TaskRefused, DataChannel.Gone {
        channel = with;
        boolean known = sized.await(SIZE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var started = start();
        if (started == null) return TaskOutcome.ended();
        log.atDebug()
                .addKeyValue("session", sessionId)
                .addKeyValue("sized", known)
                .log("terminal started");
        var output = new FutureTask<@Nullable Void>(() -> {
            new TerminalOutput(started, maxPayload).sendAll(with);
            return null;
        });
        // Platform threads: both wait inside the kernel, by way of JNA, where a virtual thread would hold its carrier.
        var reader = Thread.ofPlatform().daemon().name("pty-read-" + sessionId).start(output);
        var writer = Thread.ofPlatform().daemon().name("pty-write-" + sessionId).start(() -> write(started));
        try {
            output.get();
            int exitCode = started.waitFor();
            return isCancelled() ? TaskOutcome.ended() : TaskOutcome.exited(exitCode);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof DataChannel.Gone gone) throw gone;
            throw new IllegalStateException("the terminal of " + sessionId + " could not be read", failed);
        } finally {
            stop(started);
            reader.interrupt();
            writer.interrupt();
            reader.join(HANG_UP_PATIENCE);
            writer.join(HANG_UP_PATIENCE);
        }
    }

    @Override
    public boolean isReadyFor(Frame frame) {
        return frame.payloadType() == PayloadType.SIZE || input.hasRoom();
    }

    @Override
    public void received(Frame frame) {
        switch (frame.payloadType()) {
            case PayloadType.OUTPUT -> type(frame.payload());
            case PayloadType.SIZE -> resize(TerminalSize.parse(frame));
            default -> {} // stock agents ignore them, too
        }
    }

    private void roomMade() {
        var to = channel;
        if (to != null) to.roomMade();
    }

    /** A key goes straight to a terminal that takes it; what would have to wait goes by way of the queue and its thread. */
    private void type(ByteBuffer bytes) {
        var to = keyboard;
        if (to == null || bytes.remaining() > KEY || !input.isQuiet() || !to.takes(bytes)) input.add(bytes);
    }

    @Override
    public void cancel() {
        PtyProcess running;
        lock.lock();
        try {
            cancelled = true;
            running = process;
        } finally {
            lock.unlock();
        }
        sized.countDown();
        input.finish();
        if (running != null) hangUp(running);
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PtyProcess start() throws TaskRefused {
        lock.lock();
        try {
            if (cancelled) return null;
            var builder = new PtyProcessBuilder(CleanSignals.of(command).toArray(String[]::new))
                    .setEnvironment(environment)
                    .setDirectory(directory)
                    .setInitialColumns(size.cols())
                    .setInitialRows(size.rows())
                    // macOS throws away what a program wrote last unless somebody holds the terminal open.
                    .setUnixOpenTtyToPreserveOutputAfterTermination(isMac());
            process = builder.start();
            handOver(process);
            keyboard = new Keyboard(process.getOutputStream(), Readiness.toWrite(process));
            return process;
        } catch (IOException failed) {
            throw new TaskRefused(
                    "Unable to start " + command.getFirst() + " on a terminal: " + failed.getMessage(), failed);
        } finally {
            lock.unlock();
        }
    }

    /** The terminal belongs to who works on it, as after a login: programs like tmux open it by its name. */
    private void handOver(PtyProcess started) throws IOException {
        if (owner == null || !(started instanceof UnixPtyProcess unix)) return;
        var terminal = Path.of(unix.getPty().getSlaveName());
        var users = terminal.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(terminal, users.lookupPrincipalByName(owner));
    }

    private void resize(TerminalSize to) {
        if (to.cols() == 0 || to.rows() == 0) return;
        lock.lock();
        try {
            size = to;
            if (process != null) process.setWinSize(new WinSize(to.cols(), to.rows()));
        } catch (IllegalStateException ended) {
            log.atDebug().addKeyValue("session", sessionId).log("resized after the end");
        } finally {
            lock.unlock();
        }
        sized.countDown();
    }

    private void write(PtyProcess to) {
        try {
            var out = to.getOutputStream();
            for (var piece = input.take(); piece != null; piece = input.take()) {
                out.write(piece); // whole arrays only: pty4j 0.13.12 mistakes offsets
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            // nobody reads any more
        } finally {
            input.finish();
        }
    }

    private void stop(PtyProcess ended) throws InterruptedException {
        input.finish();
        if (ended.isAlive()) {
            hangUp(ended);
            if (!ended.waitFor(HANG_UP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) ended.destroyForcibly();
        }
        try {
            ended.getInputStream().close(); // both directions; who still holds the terminal is hung up on
        } catch (IOException closed) {
            log.atDebug().addKeyValue("session", sessionId).setCause(closed).log("terminal closed twice");
        }
    }

    private static void hangUp(PtyProcess process) {
        if (process instanceof UnixPtyProcess unix) unix.hangup();
        else process.destroy();
    }

    private static boolean isMac() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    }
}
