package dev.postern.console.nodes;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import dev.postern.session.Session;
import dev.postern.session.SessionLegs;
import dev.postern.session.Sessions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The nodes somebody may open a session on or ask the state of, each with what its row says. */
@Component
class ReachableNodes {
    /** More live sessions than one page of them are not counted per node. */
    private static final int MOST_SESSIONS = 1_000;

    private final Nodes nodes;
    private final Sessions sessions;
    private final SessionLegs legs;
    private final Gate gate;
    private final Account account;

    ReachableNodes(Nodes nodes, Sessions sessions, SessionLegs legs, Gate gate, Account account) {
        this.nodes = nodes;
        this.sessions = sessions;
        this.legs = legs;
        this.gate = gate;
        this.account = account;
    }

    /** @param live sessions on it that the caller may see */
    record Row(Node node, long live, Decision start) {
        boolean connectable() {
            return start.allowed() && node.status() == NodeStatus.ONLINE;
        }
    }

    List<Row> of(Caller caller) {
        var live = sessions.visibleTo(caller, true, MOST_SESSIONS).stream()
                .collect(Collectors.groupingBy(Session::node, Collectors.counting()));
        var start = legs.starts(caller, null);
        return nodes.all().stream()
                .sorted(NodeLook.BY_NAME)
                .map(node -> new Row(node, live.getOrDefault(node.id(), 0L), gate.decide(start.apply(node))))
                .filter(row -> row.start().allowed() || mayKnow(caller, row.node()))
                .toList();
    }

    Optional<Row> find(Caller caller, NodeId id) {
        return of(caller).stream().filter(row -> row.node().id().equals(id)).findFirst();
    }

    private boolean mayKnow(Caller caller, Node node) {
        var leg = Leg.of("ssm:GetConnectionStatus", account.node(node.id().value()))
                .tagged(node.tags());
        return gate.allows(AccessRequest.of(caller, leg));
    }
}
