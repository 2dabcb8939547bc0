package dev.postern.gateway;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening Unix socket in a directory that only this process's user may enter. */
final class ForwardSocket {
    private static final Logger log = LoggerFactory.getLogger(ForwardSocket.class);

    /** Browsers open a handful of connections at once, and more for WebSockets. */
    private static final int WAITING = 64;

    private final Path directory;
    private final UnixDomainSocketAddress address;
    private final ServerSocketChannel channel;

    private ForwardSocket(Path directory, UnixDomainSocketAddress address, ServerSocketChannel channel) {
        this.directory = directory;
        this.address = address;
        this.channel = channel;
    }

    static ForwardSocket open() throws IOException {
        // not in the home: the path of such a socket has 108 characters at most. The directory is made with mode 0700
        var directory = Files.createTempDirectory("postern-");
        var address = UnixDomainSocketAddress.of(directory.resolve("port"));
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, WAITING);
        } catch (IOException e) {
            channel.close();
            Files.delete(directory);
            throw e;
        }
        return new ForwardSocket(directory, address, channel);
    }

    UnixDomainSocketAddress address() {
        return address;
    }

    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    void close() {
        try {
            channel.close();
            Files.deleteIfExists(address.getPath());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            log.atWarn().addKeyValue("socket", address).setCause(e).log("local socket not removed");
        }
    }
}
