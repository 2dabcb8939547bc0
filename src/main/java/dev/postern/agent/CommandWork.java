package dev.postern.agent;

import dev.postern.agent.SessionDocument.Separation;
import dev.postern.protocol.Frame;
import dev.postern.protocol.PayloadType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A program without a terminal and without a shell, its words split as a shell would. Output goes as it comes. With separated streams standard error
 * has its own payload type, each line group its prefix, and at the end comes the exit status; else both streams are one, as in the stock agent.
 * Of what the client types only Ctrl-C and Ctrl-\ count: as signals.
 */
final class CommandWork implements SessionWork {

    private static final byte CTRL_C = 0x03;
    private static final byte CTRL_BACKSLASH = 0x1C;

    /** How long output may still come from what the program left behind, once it has ended and its pipes are quiet. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private final String sessionId;
    private final LocalUser user;
    private final String commands;
    private final Map<String, String> environment;
    private final @Nullable Separation separation;
    private final int maxPayload;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ProcessGroup program;
    private boolean cancelled;

    CommandWork(
            String sessionId,
            LocalUser user,
            String commands,
            Map<String, String> environment,
            @Nullable Separation separation,
            int maxPayload) {
        this.sessionId = sessionId;
        this.user = user;
        this.commands = commands;
        this.environment = environment;
        this.separation = separation;
        this.maxPayload = maxPayload;
    }

    @Override
    public TaskOutcome run(DataChannel channel) throws InterruptedException, TaskRefused, DataChannel.Gone {
        var words = ShellWords.split(commands);
        ProcessGroup started;
        try {
            started = start(words);
        } catch (IOException failed) {
            var error = "Unable to start " + words.getFirst() + ": " + failed.getMessage() + "\n";
            channel.send(PayloadType.STDERR, ByteBuffer.wrap(error.getBytes(StandardCharsets.UTF_8)));
            return TaskOutcome.failed("");
        }
        if (started == null) return TaskOutcome.ended();
        var pipes = new ArrayList<Pipe>();
        pipes.add(new Pipe(
                started.process().getInputStream(),
                PayloadType.OUTPUT,
                separation == null ? "" : separation.outPrefix(),
                channel));
        if (separation != null)
            pipes.add(
                    new Pipe(started.process().getErrorStream(), PayloadType.STDERR, separation.errPrefix(), channel));
        try {
            for (var pipe : pipes) pipe.start();
            int exitCode = started.process().waitFor();
            for (var pipe : pipes) pipe.awaitEnd();
            if (isCancelled()) return TaskOutcome.ended();
            if (separation != null) {
                var text = "EXIT_CODE: " + exitCode; // the stock agent's words: a text, not a number
                channel.send(PayloadType.EXIT_CODE, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
            return TaskOutcome.exited(exitCode);
        } finally {
            kill(started);
            for (var pipe : pipes) pipe.close();
        }
    }

    @Override
    public boolean isReadyFor(Frame frame) {
        return true;
    }

    @Override
    public void received(Frame frame) {
        if (frame.payloadType() != PayloadType.OUTPUT) return;
        var typed = frame.payload();
        while (typed.hasRemaining()) {
            switch (typed.get()) {
                case CTRL_C -> signal("INT");
                case CTRL_BACKSLASH -> signal("QUIT");
                default -> {} // there is no standard input
            }
        }
    }

    @Override
    public void cancel() {
        ProcessGroup running;
        lock.lock();
        try {
            cancelled = true;
            running = program;
        } finally {
            lock.unlock();
        }
        if (running != null) running.end();
    }

    private boolean isCancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ProcessGroup start(List<String> words) throws IOException {
        lock.lock();
        try {
            if (cancelled) return null;
            program = ProcessGroup.start(
                    user.running(resolved(words)), Path.of(user.directory()), environment, separation == null);
            return program;
        } finally {
            lock.unlock();
        }
    }

    /** The program's own path, so that one that isn't there is told as such and not by whoever starts it for us. */
    private List<String> resolved(List<String> words) throws IOException {
        var program = words.getFirst();
        if (LocalUser.isWindows() || program.indexOf('/') >= 0) {
            if (!LocalUser.isWindows() && !Files.isExecutable(Path.of(program)))
                throw new IOException("no such program");
            return words;
        }
        for (var directory : environment.getOrDefault("PATH", "").split(":", -1)) {
            var candidate = Path.of(directory.isEmpty() ? "." : directory, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                var all = new ArrayList<>(words);
                all.set(0, candidate.toString());
                return all;
            }
        }
        throw new IOException("executable file not found in $PATH");
    }

    private void signal(String name) {
        ProcessGroup running;
        lock.lock();
        try {
            running = program;
        } finally {
            lock.unlock();
        }
        if (running != null) running.signal(name);
    }

    private static void kill(ProcessGroup group) throws InterruptedException {
        if (!group.process().isAlive()) return;
        group.destroy();
        group.process().waitFor(ProcessGroup.KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One of the program's streams on its way to the channel. */
    private final class Pipe {
        private final InputStream in;
        private final int payloadType;
        private final byte[] prefix;
        private final DataChannel channel;
        private final Thread thread;
        private volatile boolean waiting;
        private volatile boolean gone;

        Pipe(InputStream in, int payloadType, String prefix, DataChannel channel) {
            this.in = in;
            this.payloadType = payloadType;
            this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
            this.channel = channel;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("pipe-" + payloadType + "-" + sessionId)
                    .unstarted(this::pump);
        }

        void start() {
            thread.start();
        }

        private void pump() {
            var piece = new byte[maxPayload];
            boolean lineBegins = true;
            try {
                while (true) {
                    int at = lineBegins ? prefix.length : 0;
                    System.arraycopy(prefix, 0, piece, 0, at);
                    waiting = true;
                    int length = in.read(piece, at, piece.length - at);
                    waiting = false;
                    if (length < 0) return;
                    lineBegins = piece[at + length - 1] == '\n';
                    channel.send(payloadType, ByteBuffer.wrap(piece, 0, at + length));
                }
            } catch (DataChannel.Gone _) {
                gone = true;
            } catch (IOException | InterruptedException _) {
                // closed below
            }
        }

        /** Waits for the end of the stream, or until nothing comes any more: a program may leave others behind that hold it open. */
        void awaitEnd() throws InterruptedException, DataChannel.Gone {
            boolean quiet = false;
            while (!thread.join(QUIET)) {
                if (quiet && waiting) break;
                quiet = waiting;
            }
            if (gone) throw new DataChannel.Gone();
        }

        void close() throws InterruptedException {
            thread.interrupt();
            try {
                in.close();
            } catch (IOException _) {
                // ended anyway
            }
            thread.join(ProcessGroup.KILL_PATIENCE);
        }
    }
}
