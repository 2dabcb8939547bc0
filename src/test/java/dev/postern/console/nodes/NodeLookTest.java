package dev.postern.console.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.inventory.Facts;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeLookTest {
    private final Node web = node("web-2");

    @Test
    void everyWordOfASearchMustOccurSomewhere() {
        assertThat(NodeLook.matches(web, "WEB prod")).isTrue();
        assertThat(NodeLook.matches(web, "debian 10.20")).isTrue();
        assertThat(NodeLook.matches(web, "0123456789abcdef0")).isTrue();
        assertThat(NodeLook.matches(web, "env=prod")).isTrue();
        assertThat(NodeLook.matches(web, "web staging")).isFalse();
    }

    @Test
    void namesAreSortedAsPeopleCount() {
        assertThat(Stream.of("web-10", "Web-2", "db-1").map(NodeLookTest::node).sorted(NodeLook.BY_NAME))
                .extracting(Node::name)
                .containsExactly("db-1", "Web-2", "web-10");
    }

    @Test
    void aNodeThatSaidNothingYetHasNoPlatform() {
        assertThat(NodeLook.platform(web)).isEqualTo("Debian GNU/Linux 12");
        assertThat(NodeLook.platform(new Node(
                        web.id(),
                        "new",
                        Facts.UNKNOWN,
                        new TreeMap<>(),
                        NodeStatus.NEVER_CONNECTED,
                        "",
                        "",
                        Instant.EPOCH,
                        null)))
                .isEmpty();
    }

    private static Node node(String name) {
        return new Node(
                new NodeId("mi-0123456789abcdef0"),
                name,
                new Facts("computer", "10.20.0.7", "Linux", "Debian GNU/Linux", "12", "postern-agent", "3.3.0.0"),
                new TreeMap<>(Map.of("env", "prod")),
                NodeStatus.ONLINE,
                "",
                "",
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
