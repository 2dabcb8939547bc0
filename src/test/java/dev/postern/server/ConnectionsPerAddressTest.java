package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.identity.Network;
import dev.postern.testing.HandClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** One address takes its share of a listener's connections, and nobody else's. */
@EnabledOnOs(OS.LINUX) // where all of 127.0.0.0/8 is this machine, so that one test comes from two addresses
class ConnectionsPerAddressTest {
    private static final int MOST = 3;
    private static final String HERE = "127.0.0.1";
    private static final String THERE = "127.0.0.2";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConnectionsPerAddress limit = new ConnectionsPerAddress("test", MOST, meters, new HandClock());
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("0.0.0.0");
        connector.addBean(limit);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, "here", callback);
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (var socket : sockets) socket.close();
        server.stop();
    }

    private Socket from(String address) throws IOException {
        var socket = new Socket();
        sockets.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        socket.connect(new InetSocketAddress(HERE, connector.getLocalPort()));
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static boolean isServed(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = ByteBuffer.allocate(12);
            for (int read; answer.hasRemaining(); answer.position(answer.position() + read)) {
                read = socket.getInputStream().read(answer.array(), answer.position(), answer.remaining());
                if (read < 0) return false;
            }
            var rest = new StringBuilder();
            while (rest.indexOf("here") < 0)
                rest.append((char) socket.getInputStream().read());
            return new String(answer.array(), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (SocketException reset) {
            return false;
        }
    }

    @Test
    void theNextIsClosedWhatIsOpenGoesOnAndAnotherAddressIsServed() throws IOException {
        for (int i = 0; i < MOST; i++) assertThat(isServed(from(HERE))).isTrue();
        for (int i = 0; i < 5; i++) assertThat(isServed(from(HERE))).isFalse();

        assertThat(isServed(sockets.getFirst())).as("one that was open before").isTrue();
        assertThat(isServed(from(THERE))).isTrue();
        assertThat(meters.counter("postern.connections.refused", "listener", "test")
                        .count())
                .isEqualTo(5);
    }

    @Test
    void aClosedConnectionMakesRoomAndNothingIsRememberedOfWhoIsGone() throws IOException {
        for (int i = 0; i < MOST; i++) assertThat(isServed(from(HERE))).isTrue();
        assertThat(isServed(from(HERE))).isFalse();
        sockets.getFirst().close();
        await().until(() -> limit.of(Network.of(HERE)) < MOST);
        assertThat(isServed(from(HERE))).isTrue();

        for (var socket : sockets) socket.close();
        await().until(() -> limit.of(Network.of(HERE)) == 0);
    }
}
