package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.testing.Api;
import dev.postern.testing.PortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ConnectionStatus;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;

/** Ports forwarded by a client on AWS's SDK, through a server and an agent in processes of their own: every byte, whatever happens on the way. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortForwardingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HERE = "AWS-StartPortForwardingSession";
    private static final String FURTHER = "AWS-StartPortForwardingSessionToRemoteHost";
    private static final int STOCK_PAYLOAD = 1024;
    private static final int LARGE_PAYLOAD = 16 * 1024;
    private static final int EACH = 5 * 1024 * 1024;

    private PosternProcess server;
    private PosternProcess agent;
    private Cable cable;
    private Api api;
    private SsmClient ssm;
    private String node;
    private Exchange exchange;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        var ports = Ports.free();
        cable = new Cable(ports.api());
        var home = directory.resolve("home");
        server = OwnNode.server(home, ports, "--postern.api.public-url=https://127.0.0.1:" + cable.port());
        api = OwnNode.api(home, ports);
        ssm = api.ssm();
        agent = OwnNode.agent(directory, api.at(URI.create("https://127.0.0.1:" + cable.port())), ssm);
        node = OwnNode.awaited(ssm);
        exchange = new Exchange();
    }

    @AfterAll
    void stop() throws IOException {
        for (var process : new PosternProcess[] {agent, server}) if (process != null) process.close();
        if (ssm != null) ssm.close();
        if (cable != null) cable.close();
        if (exchange != null) exchange.close();
    }

    /** A test that cut the cable has cut off the node, too. */
    @BeforeEach
    void theNodeIsBack() {
        await().atMost(PATIENCE)
                .until(() ->
                        ssm.getConnectionStatus(request -> request.target(node)).status()
                                == ConnectionStatus.CONNECTED);
    }

    @Test
    void twentyConnectionsShareASessionAndAHundredMegabytesEachWayArriveAsSent() throws Exception {
        try (var forward = forward(HERE, Map.of(), LARGE_PAYLOAD)) {
            exchange.through(forward.port(), 20, EACH);
            assertThat(forward.session().connections()).isEqualTo(1);
        }
    }

    @Test
    void theSameToAHostThatTheNodeReaches() throws Exception {
        try (var forward = forward(FURTHER, Map.of("host", List.of("127.0.0.1")), STOCK_PAYLOAD)) {
            exchange.through(forward.port(), 20, EACH);
        }
    }

    @Test
    void aCutInTheMiddleCostsAndDoublesNoByte() throws Exception {
        try (var forward = forward(HERE, Map.of(), STOCK_PAYLOAD)) {
            var running = exchange.begin(forward.port(), 8, EACH / 2, EACH / 2);
            for (int cuts = 1; cuts <= 3; cuts++) {
                running.awaitMoved(cuts * (long) EACH);
                cable.cut();
            }
            running.finish();
            assertThat(forward.session().connections()).isBetween(2, 4);
            assertThat(forward.session().ended()).isNotDone();
        }
    }

    @Test
    void aPortThatRefusesCostsItsConnectionAlone() throws Exception {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (var forward = forward(nobody, HERE, Map.of(), STOCK_PAYLOAD)) {
            try (var connection = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(forward.refusals()).isEqualTo(1);
            try (var late = new ServerSocket(nobody, 1, InetAddress.getLoopbackAddress());
                    var connection = new Socket(InetAddress.getLoopbackAddress(), forward.port());
                    var there = late.accept()) {
                connection.getOutputStream().write(7);
                assertThat(there.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @Test
    void eitherSideEndsIt() throws Exception {
        try (var forward = forward(HERE, Map.of(), STOCK_PAYLOAD);
                var connection = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
            exchange.through(forward.port(), 1, 1024);
            ssm.terminateSession(request -> request.sessionId(forward.session().id()));
            await().atMost(PATIENCE).until(() -> forward.session().ended().isDone());
            assertThat(connection.getInputStream().read()).isEqualTo(-1);
        }
        try (var forward = forward(HERE, Map.of(), STOCK_PAYLOAD)) {
            exchange.through(forward.port(), 1, 1024);
            forward.terminate();
            await().atMost(PATIENCE).until(() -> forward.session().ended().isDone());
        }
    }

    private PortForward forward(String document, Map<String, List<String>> more, int payload) throws IOException {
        return forward(exchange.port(), document, more, payload);
    }

    private PortForward forward(int port, String document, Map<String, List<String>> more, int payload)
            throws IOException {
        var parameters = new java.util.HashMap<>(more);
        parameters.put("portNumber", List.of(String.valueOf(port)));
        var request = StartSessionRequest.builder()
                .target(node)
                .documentName(document)
                .parameters(parameters)
                .build();
        return PortForward.open(ssm, api.tls(), request, payload);
    }
}
