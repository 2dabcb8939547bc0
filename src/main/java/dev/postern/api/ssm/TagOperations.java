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
import dev.postern.session.documents.Document;
import dev.postern.session.documents.Documents;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Tags of nodes and documents. The model knows more resource types; they have no tags here. */
@Component
final class TagOperations implements OperationGroup {
    private static final String NODE = "ManagedInstance";
    private static final String DOCUMENT = "Document";
    private static final Shape<String> RESOURCE_TYPE = Shape.oneOf(List.of(
            DOCUMENT,
            NODE,
            "MaintenanceWindow",
            "Parameter",
            "PatchBaseline",
            "OpsItem",
            "OpsMetadata",
            "Automation",
            "Association"));

    private final Nodes nodes;
    private final Documents documents;
    private final DocumentCalls documentCalls;
    private final Permission permission;
    private final Account account;

    TagOperations(
            Nodes nodes, Documents documents, DocumentCalls documentCalls, Permission permission, Account account) {
        this.nodes = nodes;
        this.documents = documents;
        this.documentCalls = documentCalls;
        this.permission = permission;
        this.account = account;
    }

    /** What can have tags. */
    private sealed interface Resource {
        record OfNode(NodeId id) implements Resource {}

        record OfDocument(String name) implements Resource {}
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
        var resource = resource(call.input());
        call.input().required("Tags", Shapes.TAGS);
        var tags = Shapes.tags(call.input(), "Tags");
        var request = on(caller, "ssm:AddTagsToResource", resource).giving(tags);
        switch (resource) {
            case Resource.OfNode(var id) -> permission.perform(request, () -> tag(existing(id), tags));
            case Resource.OfDocument(var name) ->
                documentCalls.tagged(request, () -> documents.tag(caller, name, tags));
        }
        return Answer.empty();
    }

    private void tag(Node node, Map<String, String> tags) {
        var all = new TreeMap<>(node.tags());
        all.putAll(tags);
        if (all.size() > Shapes.MOST_TAGS) throw Shapes.tooManyTags();
        Shapes.checked(() -> nodes.tag(node.id(), tags));
    }

    private Answer remove(Caller caller, Call call) {
        var resource = resource(call.input());
        var keys = call.input().required("TagKeys", Shapes.TAG_KEYS);
        var request = on(caller, "ssm:RemoveTagsFromResource", resource).taking(keys);
        switch (resource) {
            case Resource.OfNode(var id) ->
                permission.perform(request, () -> nodes.untag(existing(id).id(), keys));
            case Resource.OfDocument(var name) ->
                documentCalls.tagged(request, () -> documents.untag(caller, name, keys));
        }
        return Answer.empty();
    }

    private Answer list(Caller caller, Call call) {
        var resource = resource(call.input());
        permission.toRead(on(caller, "ssm:ListTagsForResource", resource));
        var tags = switch (resource) {
            case Resource.OfNode(var id) -> existing(id).tags();
            case Resource.OfDocument(var name) ->
                documents.find(name).map(Document::tags).orElseThrow(() -> unknown("document", name));
        };
        return new Output().tags("TagList", tags).answer();
    }

    private Resource resource(Input input) {
        var type = input.required("ResourceType", RESOURCE_TYPE);
        var id = input.required("ResourceId", Shapes.ANY_TEXT);
        return switch (type) {
            case NODE -> {
                if (!NodeId.isValid(id)) throw unknown("node", id);
                yield new Resource.OfNode(new NodeId(id));
            }
            case DOCUMENT -> new Resource.OfDocument(documents.nameOf(id));
            default ->
                throw ApiError.of(
                        "InvalidResourceType",
                        "Only resources of type " + NODE + " and " + DOCUMENT + " have tags here.");
        };
    }

    private Node existing(NodeId node) {
        return nodes.find(node).orElseThrow(() -> unknown("node", node.value()));
    }

    private static ApiError unknown(String what, String id) {
        return ApiError.of("InvalidResourceId", "There is no " + what + " " + Shapes.shortened(id) + ".");
    }

    private AccessRequest on(Caller caller, String action, Resource resource) {
        return switch (resource) {
            case Resource.OfNode(var id) ->
                AccessRequest.of(caller, action, account.node(id.value())).node(id.value());
            case Resource.OfDocument(var name) -> documentCalls.request(caller, action, name);
        };
    }
}
