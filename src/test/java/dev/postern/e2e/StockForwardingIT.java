package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.testing.Api;
import dev.postern.testing.ProgramOnThisMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.ssm.model.SessionStatus;

/** Ports forwarded by the AWS command line and Amazon's own session-manager-plugin, which sends a megabyte a second. */
@Tag("real")
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockForwardingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EACH = 5 * 1000 * 1000;

    private PosternProcess server;
    private PosternProcess agent;
    private Cable cable;
    private Api api;
    private SsmClient ssm;
    private String node;
    private Exchange exchange;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        for (var program : List.of("aws", "session-manager-plugin"))
            assumeTrue(
                    new ProgramOnThisMachine(List.of(program), program).onPath().isPresent(),
                    program + " is not on PATH");
        var ports = Ports.free();
        cable = new Cable(ports.api());
        var home = directory.resolve("home");
        server = OwnNode.server(home, ports, "--postern.api.public-url=https://127.0.0.1:" + cable.port());
        api = OwnNode.api(home, ports);
        ssm = api.ssm();
        agent = OwnNode.agent(directory, api, ssm);
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

    @Test
    void twentyConnectionsAndAHundredMegabytesEachWay() throws Exception {
        try (var forward = forward("AWS-StartPortForwardingSession", exchange.port(), "")) {
            exchange.through(forward.port(), 20, EACH);
        }
    }

    @Test
    void aHostThatTheNodeReaches() throws Exception {
        try (var forward = forward("AWS-StartPortForwardingSessionToRemoteHost", exchange.port(), ",host=127.0.0.1")) {
            exchange.through(forward.port(), 5, EACH / 10);
        }
    }

    /**
     * Between two transfers, that is. In the middle of one the plugin (1.2.650) may lose count by itself: it handles a frame before it acknowledges it,
     * and where that fails takes the same frame again (HandleOutputMessage); and where it fails to send, it never sends again (transferDataToServer).
     */
    @Test
    void goesOnAfterItsConnectionWasCut() throws Exception {
        try (var forward = forward("AWS-StartPortForwardingSession", exchange.port(), "");
                var held = new Exchange.Held(forward.port(), EACH, EACH / 100)) {
            held.receive();
            awaitStatus(forward, SessionStatus.CONNECTED);
            cable.cut();
            awaitStatus(forward, SessionStatus.DISCONNECTED);
            awaitStatus(forward, SessionStatus.CONNECTED);
            held.send();
            exchange.through(forward.port(), 2, EACH / 100);
        }
    }

    private void awaitStatus(Forward forward, SessionStatus status) {
        await("session " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(30))
                .until(() -> ssm.describeSessions(request -> request.state(SessionState.ACTIVE)).sessions().stream()
                        .anyMatch(session ->
                                session.sessionId().equals(forward.session()) && session.status() == status));
    }

    @Test
    void aPortThatRefusesCostsItsConnectionAlone() throws Exception {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (var forward = forward("AWS-StartPortForwardingSession", nobody, "")) {
            try (var connection = new Socket(InetAddress.getLoopbackAddress(), forward.port())) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
            forward.aws.await("Connection to destination port failed");
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
        try (var forward = forward("AWS-StartPortForwardingSession", exchange.port(), "")) {
            exchange.through(forward.port(), 1, 1000);
            ssm.terminateSession(request -> request.sessionId(forward.session()));
            assertThat(forward.aws.exitCode()).isZero();
        }
        try (var forward = forward("AWS-StartPortForwardingSession", exchange.port(), "")) {
            exchange.through(forward.port(), 1, 1000);
            forward.interrupt();
            await("the end of the session")
                    .atMost(PATIENCE)
                    .until(() ->
                            ssm.describeSessions(request -> request.state(SessionState.HISTORY)).sessions().stream()
                                    .anyMatch(session -> session.sessionId().equals(forward.session())));
        }
    }

    private Forward forward(String document, int port, String more) throws IOException {
        return new Forward(document, port, more);
    }

    /** One {@code aws ssm start-session} that waits for connections. */
    private final class Forward implements AutoCloseable {
        private final OtherProcess aws;

        Forward(String document, int port, String more) throws IOException {
            aws = new OtherProcess(
                    api.environment(),
                    "aws",
                    "--endpoint-url",
                    api.endpoint().toString(),
                    "ssm",
                    "start-session",
                    "--target",
                    node,
                    "--document-name",
                    document,
                    "--parameters",
                    "portNumber=" + port + ",localPortNumber=0" + more);
            aws.await("Waiting for connections...");
        }

        int port() {
            return Integer.parseInt(aws.found("Port (\\d+) opened for sessionId"));
        }

        String session() {
            return aws.found("SessionId: (\\S+)");
        }

        /** Ctrl-C, which a terminal gives to the plugin, too. */
        void interrupt() throws IOException, InterruptedException {
            for (var plugin : aws.descendants())
                new ProcessBuilder("kill", "-INT", String.valueOf(plugin))
                        .start()
                        .waitFor();
        }

        @Override
        public void close() {
            aws.close();
        }
    }
}
