package dev.postern.console.policies;

import dev.postern.access.AccessRequest;
import dev.postern.access.Foresight.Destination;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.console.nodes.NodeLook;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.Nodes;
import dev.postern.session.SessionLegs;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** The nodes as places policies lead to. */
@Component
class Destinations {
    /** Instead of a node's name for who may not know the node: that there is one may be said. */
    static final String UNNAMED = "";

    private final Nodes nodes;
    private final SessionLegs legs;
    private final Gate gate;
    private final Account account;

    Destinations(Nodes nodes, SessionLegs legs, Gate gate, Account account) {
        this.nodes = nodes;
        this.legs = legs;
        this.gate = gate;
        this.account = account;
    }

    /** Each with what a session by the account's preferences takes; named where whoever asks may know the node. */
    List<Destination> all(Caller caller) {
        var fleet = nodes.all().stream().sorted(NodeLook.BY_NAME).toList();
        var starts = legs.starts(fleet, null);
        var all = new ArrayList<Destination>();
        for (int i = 0; i < fleet.size(); i++) {
            var node = fleet.get(i);
            var name = mayKnow(caller, node, starts.get(i)) ? node.name() : UNNAMED;
            all.add(new Destination(name, starts.get(i)));
        }
        return all;
    }

    /** Those whoever asks may know. */
    List<Node> known(Caller caller) {
        var fleet = nodes.all().stream().sorted(NodeLook.BY_NAME).toList();
        var starts = legs.starts(fleet, null);
        var known = new ArrayList<Node>();
        for (int i = 0; i < fleet.size(); i++) {
            if (mayKnow(caller, fleet.get(i), starts.get(i))) known.add(fleet.get(i));
        }
        return known;
    }

    /** What it takes to start a session there. */
    List<Leg> start(Node node) {
        return legs.starts(List.of(node), null).getFirst();
    }

    private boolean mayKnow(Caller caller, Node node, List<Leg> start) {
        var state = Leg.of("ssm:GetConnectionStatus", account.node(node.id().value()))
                .tagged(node.tags());
        if (gate.allows(AccessRequest.of(caller, state))) return true;
        var request = AccessRequest.of(caller, start.getFirst());
        for (var leg : start.subList(1, start.size())) request = request.and(leg);
        return gate.allows(request);
    }
}
