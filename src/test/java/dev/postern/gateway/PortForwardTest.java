package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.CLIENT_TOKEN;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.MessageType;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionId;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import dev.postern.session.spi.TokenHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as the client of a port session: who gets it, how long it stays, what is left of it. What passes through it is {@code WebAppIT}'s. */
class PortForwardTest {
    @TempDir
    Path home;

    private TestGateway test;
    private RelayPlan plan;
    private final CountDownLatch ended = new CountDownLatch(1);

    @BeforeEach
    void aSession() {
        test = new TestGateway(home);
        test.ledger.add(SESSION, NODE, Client.BROWSER);
        plan = new RelayPlan(
                SESSION,
                TestGateway.OWNER,
                NODE,
                Client.BROWSER,
                Kind.PORT,
                Duration.ofMinutes(20),
                test.clock.instant(),
                null,
                "",
                TokenHash.of(CLIENT_TOKEN),
                false);
        test.gateway.open(plan);
        test.gateway.begin(SESSION);
    }

    @Test
    void onlyWithTheSessionsToken() {
        assertThatThrownBy(() -> test.gateway.forward(SESSION, "guessed", ended::countDown))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        test.gateway.forward(new SessionId("bob-0123456789abcdef0"), CLIENT_TOKEN, ended::countDown))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bob-0123456789abcdef0");
    }

    @Test
    void itsSocketIsForThisUserAlone() throws IOException {
        var directory = forward().address().getPath().getParent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void staysWhileNothingPasses() throws IOException {
        forward();
        test.nodeDials();
        test.move(TestGateway.SETTINGS.silence().multipliedBy(3));
        assertThat(ended.getCount()).isEqualTo(1);
    }

    @Test
    void endsWithTheSessionAndLeavesNoSocket() throws Exception {
        var directory = forward().address().getPath().getParent();
        var node = test.nodeDials();
        test.gateway.cut(SESSION, new EndCause.Terminated("admin"));
        ended.await();
        await().until(() -> Files.notExists(directory));
        await().until(() -> node.seen(MessageType.CHANNEL_CLOSED).size() == 1);
    }

    @Test
    void isOverAfterARestart() throws IOException {
        forward();
        test.killAndRestart(plan);
        assertThat(test.ledger.find(SESSION).orElseThrow().state().live()).isFalse();
        assertThatThrownBy(() -> test.gateway.forward(SESSION, CLIENT_TOKEN, ended::countDown))
                .isInstanceOf(IOException.class);
    }

    private Forwards.Forward forward() throws IOException {
        return test.gateway.forward(SESSION, CLIENT_TOKEN, ended::countDown);
    }
}
