package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.session.SessionLegs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Nodes as clients see them. */
@Component
final class NodeOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;
    private static final Shape<Integer> PAGE = Shape.number(5, 50);
    private static final Shape<Integer> PROPERTIES_PAGE = Shape.number(5, 1000);

    private final Nodes nodes;
    private final SessionLegs legs;
    private final Permission permission;
    private final Account account;

    NodeOperations(Nodes nodes, SessionLegs legs, Permission permission, Account account) {
        this.nodes = nodes;
        this.legs = legs;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "DescribeInstanceInformation", new Operation.ForUsers(this::describe),
                "DescribeInstanceProperties", new Operation.ForUsers(this::describeProperties),
                "GetConnectionStatus", new Operation.ForUsers(this::connection),
                "DeregisterManagedInstance", new Operation.ForUsers(this::deregister),
                "UpdateManagedInstanceRole", new Operation.ForUsers(this::role));
    }

    /** Shows only what the caller may open or ask about: a list is not a way to learn of the rest. */
    private Answer describe(Caller caller, Call call) {
        var input = call.input();
        var filters = NodeFilters.of(input);
        int most = input.optional("MaxResults", PAGE, DEFAULT_PAGE);
        permission.toRead(AccessRequest.of(caller, "ssm:DescribeInstanceInformation", account.node("*")));
        var sorted = shown(caller, filters::show);
        var page = Pages.of(sorted, node -> node.id().value(), most, input, "DescribeInstanceInformation" + filters);
        return new Output()
                .list("InstanceInformationList", page.items(), NodeOperations::output)
                .text("NextToken", page.nextToken())
                .answer();
    }

    /** The same nodes and the same facts: what EC2 would add, no node here has. */
    private Answer describeProperties(Caller caller, Call call) {
        var input = call.input();
        var filters = PropertyFilters.of(input);
        int most = input.optional("MaxResults", PROPERTIES_PAGE, DEFAULT_PAGE);
        permission.toRead(AccessRequest.of(caller, "ssm:DescribeInstanceProperties", account.node("*")));
        var sorted = shown(caller, filters::show);
        var page = Pages.of(sorted, node -> node.id().value(), most, input, "DescribeInstanceProperties" + filters);
        return new Output()
                .list("InstanceProperties", page.items(), NodeOperations::output)
                .text("NextToken", page.nextToken())
                .answer();
    }

    private List<Node> shown(Caller caller, Predicate<Node> filter) {
        var start = legs.starts(caller, null);
        return nodes.all().stream()
                .filter(filter)
                .filter(node -> permission.may(start.apply(node))
                        || permission.may(AccessRequest.of(
                                caller,
                                Leg.of(
                                                "ssm:GetConnectionStatus",
                                                account.node(node.id().value()))
                                        .tagged(node.tags()))))
                .sorted(Comparator.comparing(node -> node.id().value()))
                .toList();
    }

    private static Output output(Node node) {
        var facts = node.facts();
        return new Output()
                .text("InstanceId", node.id().value())
                .text("PingStatus", NodeFilters.pingStatus(node.status()))
                .time("LastPingDateTime", node.lastSeen())
                .text("AgentVersion", facts.agentVersion())
                .text("PlatformType", facts.platformType())
                .text("PlatformName", facts.platformName())
                .text("PlatformVersion", facts.platformVersion())
                .text("ActivationId", node.activationId())
                .text("IamRole", node.iamRole())
                .time("RegistrationDate", node.registeredAt())
                .text("ResourceType", "ManagedInstance")
                .text("Name", node.name())
                .text("IPAddress", facts.address())
                .text("ComputerName", facts.computerName());
    }

    private Answer connection(Caller caller, Call call) {
        var target = call.input().required("Target", Shapes.TARGET);
        // What is no node of ours is not connected, as at AWS; who may not ask is told so for every name alike.
        permission.toRead(AccessRequest.of(caller, "ssm:GetConnectionStatus", account.node(target))
                .node(target));
        boolean connected = NodeId.isValid(target) && nodes.isConnected(new NodeId(target));
        return new Output()
                .text("Target", target)
                .text("Status", connected ? "connected" : "notconnected")
                .answer();
    }

    private Answer deregister(Caller caller, Call call) {
        var node = Shapes.node(call.input(), "InstanceId");
        permission.perform(on(caller, "ssm:DeregisterManagedInstance", node), () -> {
            if (nodes.find(node).isEmpty()) throw Shapes.unknownNode(node.value());
            nodes.deregister(node);
        });
        return Answer.empty();
    }

    private Answer role(Caller caller, Call call) {
        var node = Shapes.node(call.input(), "InstanceId");
        var role = call.input().required("IamRole", Shape.text(0, 64));
        var request = on(caller, "ssm:UpdateManagedInstanceRole", node).with(Map.of("iamRole", role));
        permission.perform(request, () -> {
            if (nodes.find(node).isEmpty()) throw Shapes.unknownNode(node.value());
            Shapes.checked(() -> nodes.setRole(node, role));
        });
        return Answer.empty();
    }

    private AccessRequest on(Caller caller, String action, NodeId node) {
        return AccessRequest.of(caller, action, account.node(node.value())).node(node.value());
    }
}
