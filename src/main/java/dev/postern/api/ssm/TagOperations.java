package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Tags of nodes. The model knows more resource types; they have no tags here. */
@Component
final class TagOperations implements OperationGroup {
    private static final String NODE = "ManagedInstance";
    private static final Shape<String> RESOURCE_TYPE = Shape.oneOf(List.of(
            "Document",
            NODE,
            "MaintenanceWindow",
            "Parameter",
            "PatchBaseline",
            "OpsItem",
            "OpsMetadata",
            "Automation",
            "Association"));

    private final Nodes nodes;
    private final Permission permission;
    private final Account account;

    TagOperations(Nodes nodes, Permission permission, Account account) {
        this.nodes = nodes;
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
                "AddTagsToResource", new Operation.ForUsers(this::add),
                "RemoveTagsFromResource", new Operation.ForUsers(this::remove),
                "ListTagsForResource", new Operation.ForUsers(this::list));
    }

    private Answer add(Caller caller, Call call) {
        var node = resource(call.input());
        call.input().required("Tags", Shapes.TAGS);
        var tags = Shapes.tags(call.input(), "Tags");
        permission.perform(on(caller, "ssm:AddTagsToResource", node).with(tags), () -> {
            var all = new TreeMap<>(existing(node).tags());
            all.putAll(tags);
            if (all.size() > Shapes.MOST_TAGS) throw Shapes.tooManyTags();
            nodes.tag(node, tags);
            return node;
        });
        return Answer.empty();
    }

    private Answer remove(Caller caller, Call call) {
        var node = resource(call.input());
        var keys = call.input().required("TagKeys", Shapes.TAG_KEYS);
        permission.perform(on(caller, "ssm:RemoveTagsFromResource", node), () -> {
            nodes.untag(existing(node).id(), keys);
            return node;
        });
        return Answer.empty();
    }

    private Answer list(Caller caller, Call call) {
        var node = resource(call.input());
        permission.toRead(on(caller, "ssm:ListTagsForResource", node));
        return new Output().tags("TagList", existing(node).tags()).answer();
    }

    private static NodeId resource(Input input) {
        var type = input.required("ResourceType", RESOURCE_TYPE);
        var id = input.required("ResourceId", Shapes.ANY_TEXT);
        if (!type.equals(NODE))
            throw ApiError.of("InvalidResourceType", "Only resources of type " + NODE + " have tags here.");
        if (!NodeId.isValid(id)) throw unknown(id);
        return new NodeId(id);
    }

    private Node existing(NodeId node) {
        return nodes.find(node).orElseThrow(() -> unknown(node.value()));
    }

    private static ApiError unknown(String id) {
        return ApiError.of("InvalidResourceId", "There is no node " + Shapes.shortened(id) + ".");
    }

    private AccessRequest on(Caller caller, String action, NodeId node) {
        return AccessRequest.of(caller, action, account.node(node.value())).node(node.value());
    }
}
