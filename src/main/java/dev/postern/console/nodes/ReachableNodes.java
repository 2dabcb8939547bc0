package dev.postern.console.nodes;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import dev.postern.session.Session;
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
    private final Gate gate;
    private final Account account;

    ReachableNodes(Nodes nodes, Sessions sessions, Gate gate, Account account) {
        this.nodes = nodes;
        this.sessions = sessions;
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
        return nodes.all().stream()
                .sorted(NodeLook.BY_NAME)
                .map(node ->
                        new Row(node, live.getOrDefault(node.id(), 0L), ask(caller, "ssm:StartSession", node.id())))
                .filter(row ->
                        row.start().allowed() || mayKnow(caller, row.node().id()))
                .toList();
    }

    Optional<Row> find(Caller caller, NodeId id) {
        return of(caller).stream().filter(row -> row.node().id().equals(id)).findFirst();
    }

    private boolean mayKnow(Caller caller, NodeId id) {
        return ask(caller, "ssm:GetConnectionStatus", id).allowed();
    }

    private Decision ask(Caller caller, String action, NodeId id) {
        return gate.decide(
                AccessRequest.of(caller, action, account.node(id.value())).node(id.value()));
    }
}
