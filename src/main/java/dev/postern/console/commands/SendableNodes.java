package dev.postern.console.commands;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.console.nodes.NodeLook;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.Nodes;
import java.util.List;
import org.springframework.stereotype.Component;

/** The nodes somebody may send a command to, by name. */
@Component
class SendableNodes {
    private final Nodes nodes;
    private final Gate gate;
    private final Account account;

    SendableNodes(Nodes nodes, Gate gate, Account account) {
        this.nodes = nodes;
        this.gate = gate;
        this.account = account;
    }

    List<Node> of(Caller caller) {
        return nodes.all().stream()
                .filter(node -> may(caller, node))
                .sorted(NodeLook.BY_NAME)
                .toList();
    }

    private boolean may(Caller caller, Node node) {
        var leg = Leg.of("ssm:SendCommand", account.node(node.id().value())).tagged(node.tags());
        return gate.allows(AccessRequest.of(caller, leg));
    }
}
