package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.CLIENT_TOKEN;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionId;
import dev.postern.session.spi.RelayPlan.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that is open to its client and has not been handed to its node: it waits its turn. */
class WaitingSessionTest {
    private static final SessionId ANOTHER = new SessionId("bob-0123456789abcdef0");

    @TempDir
    Path home;

    private TestGateway test;
    private final SeenOutput page = new SeenOutput();

    @BeforeEach
    void aGateway() {
        test = new TestGateway(home);
    }

    private void open(Client client) {
        test.ledger.add(SESSION, NODE, client);
        test.gateway.open(test.plan(client, Kind.TERMINAL));
    }

    @Test
    void aPageIsToldHowManyAreBeforeItThenThatItStartsThenThatTheNodeIsThere() {
        open(Client.BROWSER);
        test.gateway.waiting(Map.of(SESSION, 3, ANOTHER, 0));
        test.attach(page, "tab", -1);
        awaitLegs(new NodeLeg.Waits(3));

        test.gateway.waiting(Map.of(SESSION, 2));
        test.gateway.waiting(Map.of(SESSION, 1));
        test.move(Duration.ofSeconds(1));
        awaitLegs(new NodeLeg.Waits(3), new NodeLeg.Waits(1));

        assertThat(test.gateway.begin(SESSION)).isTrue();
        awaitLegs(new NodeLeg.Waits(3), new NodeLeg.Waits(1), new NodeLeg.Starts());
        test.nodeDials().bring(test.output(0, "$ "));
        awaitLegs(new NodeLeg.Waits(3), new NodeLeg.Waits(1), new NodeLeg.Starts(), new NodeLeg.There());
        await().until(() -> page.text().equals("$ "));
    }

    @Test
    void whatIsTypedWhileItWaitsReachesTheNode() {
        open(Client.BROWSER);
        test.attach(page, "tab", -1).typed(keys("ls\r"), 0);
        test.gateway.begin(SESSION);
        var node = test.nodeDials();
        assertThat(node.seen(MessageType.INPUT_STREAM_DATA).stream()
                        .filter(frame -> frame.payloadType() == PayloadType.OUTPUT))
                .singleElement()
                .satisfies(typed -> assertThat(typed.payloadText()).isEqualTo("ls\r"));
    }

    @Test
    void neitherThePairingTimeNorTheIdleLimitRunsBeforeItBegins() {
        open(Client.BROWSER);
        test.attach(page, "tab", -1);
        test.move(Duration.ofMinutes(30));
        assertThat(page.ended()).isNull();

        test.gateway.begin(SESSION);
        test.move(Duration.ofSeconds(14));
        assertThat(page.ended()).isNull();
        test.move(Duration.ofSeconds(1));
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Failed("The node did not answer within 15 s."));
    }

    @Test
    void aCommandLineClientIsKeptAwakeAndGoesOnWhenItIsItsTurn() {
        open(Client.COMMAND_LINE);
        var client = Objects.requireNonNull(test.clientDials(CLIENT_TOKEN));
        test.move(Duration.ofMinutes(5));
        assertThat(client.isOpen()).isTrue();
        assertThat(client.pings()).isGreaterThan(5);

        test.gateway.begin(SESSION);
        test.nodeDials().bring(test.output(0, "$ "));
        await().until(() -> client.seen(MessageType.OUTPUT_STREAM_DATA).size() == 1);
        await().until(() -> test.ledger.reports().equals(List.of("connected")));
    }

    @Test
    void theNodesFirstComingIsReportedWithoutAClientAndOnce() {
        open(Client.BROWSER);
        test.gateway.begin(SESSION);
        test.nodeDials().abort();
        test.nodeDials();
        test.attach(page, "tab", -1);
        await().until(() -> test.ledger.reports().contains("connected"));
        await().untilAsserted(() -> assertThat(test.ledger.cameFirst()).containsExactly(SESSION));
    }

    @Test
    void aNodeThatWasAskedForNothingIsNotToldOfTheEnd() {
        open(Client.BROWSER);
        test.attach(page, "tab", -1);
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> page.ended() != null);
        assertThat(test.cancelled).isEmpty();
        assertThat(test.gateway.begin(SESSION)).isFalse();
    }

    @Test
    void aServerThatStopsLetsNothingBegin() {
        open(Client.BROWSER);
        test.gateway.drain();
        assertThat(test.gateway.begin(SESSION)).isFalse();
    }

    private void awaitLegs(NodeLeg... told) {
        await().untilAsserted(() -> assertThat(page.legs()).containsExactly(told));
    }
}
