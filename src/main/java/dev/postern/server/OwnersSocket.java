package dev.postern.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * What the owner of the home may ask the running server for, on the same machine: a socket in the home, which nobody else may enter. Who
 * owns the home could read its database and its master key too, so this gives nothing away; it only works while the server has both
 * locked. One line in, one line out.
 */
@Component
final class OwnersSocket implements SmartLifecycle {
    static final String FILE = "owner.sock";
    /** A request is a word and a user's name; an answer a link or a sentence. */
    static final int LONGEST_LINE = 1024;

    static final Duration LONGEST_TALK = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(OwnersSocket.class);

    private final Home home;
    private final OwnersRequests requests;
    private @Nullable ServerSocketChannel listening;
    private @Nullable ExecutorService threads;

    OwnersSocket(Home home, OwnersRequests requests) {
        this.home = home;
        this.requests = requests;
    }

    static Path in(Path home) {
        return home.resolve(FILE);
    }

    /** A server that cannot be asked serves all the same: the path of a socket is short, 100 characters on some systems. */
    @Override
    public void start() {
        Path file = in(home.directory());
        try {
            Files.deleteIfExists(file); // of a server that was killed: the home's lock says that it is gone
            var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            channel.bind(UnixDomainSocketAddress.of(file));
            if (Home.POSIX) Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            var executor = Executors.newVirtualThreadPerTaskExecutor();
            executor.execute(() -> listen(channel, executor));
            listening = channel;
            threads = executor;
        } catch (IOException | UnsupportedOperationException unusable) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("why", unusable.toString())
                    .log("the command sign-in-link will not work, its socket cannot be made");
        }
    }

    @Override
    public void stop() {
        try {
            if (listening != null) listening.close();
            if (threads != null) threads.shutdownNow(); // an interrupt closes the connection a thread waits at
            Files.deleteIfExists(in(home.directory()));
        } catch (IOException left) {
            log.atDebug().setCause(left).log("the owner's socket stays behind");
        }
        listening = null;
        threads = null;
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    private void listen(ServerSocketChannel channel, ExecutorService executor) {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                executor.execute(() -> talk(peer));
            } catch (IOException closed) {
                return; // by stop
            }
        }
    }

    private void talk(SocketChannel peer) {
        var deadline = CompletableFuture.runAsync(
                () -> close(peer), CompletableFuture.delayedExecutor(LONGEST_TALK.toMillis(), TimeUnit.MILLISECONDS));
        try (peer) {
            String asking = owner(peer);
            String answer = asking == null ? OwnersRequests.notTheOwner() : requests.answer(line(peer), asking);
            var bytes = StandardCharsets.UTF_8.encode(answer + "\n");
            while (bytes.hasRemaining()) peer.write(bytes);
        } catch (IOException | RuntimeException broken) {
            log.atWarn().setCause(broken).log("a request of the home's owner failed");
        } finally {
            deadline.cancel(false);
        }
    }

    static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("closing the owner's connection");
        }
    }

    /** The local user at the other end, if the home is theirs or they are root; null for others, whom the file system should have stopped. */
    private @Nullable String owner(SocketChannel peer) throws IOException {
        if (!peer.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) return "";
        var user = peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        boolean owns =
                user.equals(Files.getOwner(home.directory())) || user.getName().equals("root");
        return owns ? user.getName() : null;
    }

    static String line(SocketChannel peer) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_LINE);
        while (bytes.hasRemaining() && peer.read(bytes) >= 0) {
            if (bytes.position() > 0 && bytes.get(bytes.position() - 1) == '\n') break;
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    }
}
