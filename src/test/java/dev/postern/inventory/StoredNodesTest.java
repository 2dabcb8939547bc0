package dev.postern.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.inventory.NodeChanged.What;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredNodesTest {
    private static final Facts FACTS =
            new Facts("shop-1", "10.0.0.7", "Linux", "Debian GNU/Linux", "12", "postern-agent", "0.1.0");
    private static final NodeId NOBODY = new NodeId("mi-00000000000000000");

    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestInventory inventory;
    private final StoredNodes nodes;
    private final NodeId id;

    StoredNodesTest(Database database) {
        store = database.fresh();
        inventory = new TestInventory(store, clock);
        nodes = inventory.nodes;
        id = inventory.node("");
        inventory.changes.clear();
    }

    @Test
    void aNodeIsCalledAsGivenElseAsItsComputerElseByItsId() {
        assertThat(node().name()).isEqualTo(id.value());
        nodes.heartbeat(id, FACTS);
        assertThat(node().name()).isEqualTo("shop-1");
        nodes.rename(id, " the shop ");
        assertThat(node().name()).isEqualTo("the shop");
        nodes.rename(id, " ");
        assertThat(node().name()).isEqualTo("shop-1");
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.rename(id, "x".repeat(257)));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.rename(NOBODY, "x"));
    }

    @Test
    void nodesAreListedByNameWhateverTheCase() {
        var b = inventory.node("b");
        var a = inventory.node("A");
        nodes.rename(id, "c");
        assertThat(nodes.all()).extracting(Node::id).containsExactly(a, b, id);
        assertThat(nodes.all()).contains(node());
    }

    @Test
    void theControlChannelSaysWhoIsOnline() {
        assertThat(node().status()).isEqualTo(NodeStatus.NEVER_CONNECTED);
        nodes.connected(id, "3.3.0.0");
        assertThat(node().status()).isEqualTo(NodeStatus.ONLINE);
        assertThat(node().facts().agentVersion()).isEqualTo("3.3.0.0");
        assertThat(nodes.isConnected(id)).isTrue();

        clock.forward(Duration.ofMinutes(3));
        nodes.disconnected(id);
        assertThat(node().status()).isEqualTo(NodeStatus.CONNECTION_LOST);
        assertThat(lastSeen()).isEqualTo(HandClock.START.plus(Duration.ofMinutes(3)));
        assertThat(inventory.changes)
                .containsExactly(new NodeChanged(id, What.CONNECTED), new NodeChanged(id, What.DISCONNECTED));
    }

    @Test
    void comingOrGoingTwiceIsToldOnce() {
        nodes.connected(id, "1.0.0");
        nodes.connected(id, "1.0.0");
        nodes.disconnected(id);
        nodes.disconnected(id);
        assertThat(inventory.changes).hasSize(2);
    }

    @Test
    void afterARestartNobodyIsConnectedUntilTheyDialIn() {
        nodes.connected(id, "1.0.0");
        assertThat(new TestInventory(store, clock).nodes.find(id))
                .get()
                .extracting(Node::status)
                .isEqualTo(NodeStatus.CONNECTION_LOST);
    }

    @Test
    void aHeartbeatAloneDoesNotMakeANodeOnline() {
        nodes.heartbeat(id, FACTS);
        assertThat(node().status()).isEqualTo(NodeStatus.CONNECTION_LOST);
    }

    @Test
    void aShortHeartbeatLeavesTheRestAsItWas() {
        nodes.heartbeat(id, FACTS);
        nodes.heartbeat(id, new Facts("", "", "Linux", "", "", "postern-agent", "0.2.0"));
        assertThat(node().facts())
                .isEqualTo(
                        new Facts("shop-1", "10.0.0.7", "Linux", "Debian GNU/Linux", "12", "postern-agent", "0.2.0"));
    }

    @Test
    void heartbeatsThatChangeNothingAreWrittenOnceAMinuteAndToldToNobody() {
        nodes.heartbeat(id, FACTS);
        clock.forward(Duration.ofSeconds(59));
        nodes.heartbeat(id, FACTS);
        assertThat(lastSeen()).isEqualTo(HandClock.START);
        clock.forward(Duration.ofSeconds(1));
        nodes.heartbeat(id, FACTS);
        assertThat(lastSeen()).isEqualTo(HandClock.START.plusSeconds(60));
        assertThat(inventory.changes).containsExactly(new NodeChanged(id, What.UPDATED));
    }

    @Test
    void overlongFactsAreCutAndControlCharactersDropped() {
        nodes.heartbeat(
                id,
                new Facts(
                        "x".repeat(300),
                        "1".repeat(99),
                        "L".repeat(99),
                        "d\0e\u001bb\ud83d",
                        "🚪".repeat(70),
                        "a",
                        "v"));
        var facts = node().facts();
        assertThat(facts.computerName()).hasSize(255);
        assertThat(facts.address()).hasSize(46);
        assertThat(facts.platformType()).hasSize(16);
        assertThat(facts.platformName()).isEqualTo("deb");
        assertThat(facts.platformVersion()).isEqualTo("🚪".repeat(64));
    }

    @Test
    void whatIsNoAddressIsNotShownAsOne() {
        nodes.heartbeat(id, FACTS);
        for (var reported : List.of("javascript:alert(1)", "localhost", "10.0.0.9 ", "fe80::1%eth0"))
            nodes.heartbeat(id, new Facts("", reported, "", "", "", "", ""));
        assertThat(node().facts().address()).isEqualTo("fe80::1%eth0");
        nodes.heartbeat(id, new Facts("", "javascript:alert(1)", "", "", "", "", ""));
        assertThat(node().facts().address()).isEqualTo("fe80::1%eth0");
    }

    @Test
    void aHeartbeatOfNobodyDoesNothing() {
        nodes.heartbeat(NOBODY, FACTS);
        nodes.connected(NOBODY, "1.0.0");
        nodes.disconnected(NOBODY);
        assertThat(nodes.find(NOBODY)).isEmpty();
        assertThat(nodes.isConnected(NOBODY)).isFalse();
        assertThat(inventory.changes).isEmpty();
    }

    @Test
    void tagsAreAddedChangedAndRemoved() {
        nodes.tag(id, Map.of("stage", "test", "team", "shop"));
        nodes.tag(id, Map.of("stage", "live", "empty", ""));
        assertThat(node().tags()).isEqualTo(Map.of("stage", "live", "team", "shop", "empty", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nodes.tag(id, Map.of("STAGE", "test")))
                .withMessageContainingAll("STAGE", "stage");
        nodes.untag(id, List.of("team", "never there"));
        assertThat(node().tags()).isEqualTo(Map.of("stage", "live", "empty", ""));
        assertThat(inventory.changes).containsOnly(new NodeChanged(id, What.UPDATED));
    }

    @Test
    void aNodeHasFiftyTagsAtMost() {
        var fifty = new HashMap<String, String>();
        IntStream.range(0, 50).forEach(i -> fifty.put("key" + i, "v"));
        nodes.tag(id, fifty);
        nodes.tag(id, fifty);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nodes.tag(id, Map.of("one more", "v")))
                .withMessageContaining("50");
        assertThat(node().tags()).hasSize(50);
    }

    @Test
    void brokenTagsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.tag(id, Map.of("", "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.tag(id, Map.of("k".repeat(129), "v")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nodes.tag(id, Map.of("AWS:cloudformation", "v")))
                .withMessageContaining("aws:");
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.tag(id, Map.of("k", "v".repeat(257))));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.tag(id, Map.of("k", "a\nb")));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.tag(NOBODY, Map.of("k", "v")));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.untag(NOBODY, List.of("k")));
    }

    @Test
    void aDeregisteredNodeIsForgottenWithEverythingItHad() {
        nodes.tag(id, Map.of("k", "v"));
        nodes.connected(id, "1.0.0");
        var token = inventory.credentials.issue(id);
        inventory.changes.clear();

        nodes.deregister(id);
        nodes.deregister(id);

        assertThat(nodes.find(id)).isEmpty();
        assertThat(nodes.isConnected(id)).isFalse();
        assertThat(nodes.publicKey(id)).isEmpty();
        assertThat(inventory.credentials.find(token.accessKeyId())).isEmpty();
        assertThat(inventory.changes).containsExactly(new NodeChanged(id, What.DEREGISTERED));
    }

    @Test
    void aNewPublicKeyReplacesTheOld() {
        var another = TestInventory.publicKey("RSA", 2_048);
        nodes.replacePublicKey(id, another.getEncoded());
        assertThat(nodes.publicKey(id)).contains(another);
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.replacePublicKey(id, new byte[10]));
        assertThatIllegalArgumentException().isThrownBy(() -> nodes.replacePublicKey(NOBODY, another.getEncoded()));
        assertThat(nodes.publicKey(id)).contains(another);
    }

    @Test
    void gaugesTellHowManyThereAreAndHowManyAreConnected() {
        inventory.node("another");
        nodes.connected(id, "1.0.0");
        assertThat(inventory.meters.get("postern.nodes").gauge().value()).isEqualTo(2);
        assertThat(inventory.meters.get("postern.nodes.connected").gauge().value())
                .isEqualTo(1);
    }

    private Node node() {
        return nodes.find(id).orElseThrow();
    }

    private @Nullable Instant lastSeen() {
        return node().lastSeen();
    }
}
