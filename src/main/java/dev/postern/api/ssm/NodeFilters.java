package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which nodes DescribeInstanceInformation shows. Both of the model's forms end here: filters are joined by and, the values of one by
 * or.
 */
record NodeFilters(List<Filter> filters) {
    private static final List<String> KEYS = List.of(
            "InstanceIds",
            "AgentVersion",
            "PingStatus",
            "PlatformTypes",
            "ActivationIds",
            "IamRole",
            "ResourceType",
            "AssociationStatus");
    private static final List<String> LATER_KEYS = List.of("SourceIds", "SourceTypes");

    private static final int MOST_FILTERS = 50;
    private static final Shape<List<String>> VALUES = Shape.list(Shape.text(1, 2048), 1, 100);
    private static final Shape<List<Filter>> OLD_FORM = Shape.list(
            Shape.structure(filter ->
                    new Filter(filter.required("key", Shape.oneOf(KEYS)), filter.required("valueSet", VALUES))),
            0,
            MOST_FILTERS);
    private static final Shape<List<Filter>> NEW_FORM = Shape.list(
            Shape.structure(filter ->
                    new Filter(filter.required("Key", Shape.text(1, 256)), filter.required("Values", VALUES))),
            0,
            MOST_FILTERS);

    record Filter(String key, List<String> values) {}

    static NodeFilters of(Input input) {
        var old = input.optional("InstanceInformationFilterList", OLD_FORM, List.of());
        var filters = input.optional("Filters", NEW_FORM, List.of());
        if (!old.isEmpty() && !filters.isEmpty())
            throw ApiError.validation("Filters and InstanceInformationFilterList cannot be used together.");
        var all = new ArrayList<>(old);
        all.addAll(filters);
        all.forEach(NodeFilters::check);
        return new NodeFilters(List.copyOf(all));
    }

    boolean show(Node node) {
        return filters.stream().allMatch(filter -> fits(filter, node));
    }

    /** How clients know a node's status. */
    static String pingStatus(NodeStatus status) {
        return switch (status) {
            case ONLINE -> "Online";
            case CONNECTION_LOST -> "ConnectionLost";
            case NEVER_CONNECTED -> "Inactive";
        };
    }

    private static void check(Filter filter) {
        var known = KEYS.contains(filter.key())
                || LATER_KEYS.contains(filter.key())
                || filter.key().equals("tag-key")
                || filter.key().startsWith("tag:") && filter.key().length() > "tag:".length();
        if (!known)
            throw ApiError.of("InvalidFilterKey", "The filter key is not valid: " + Shapes.shortened(filter.key()));
        if (filter.key().equals("InstanceIds")) Shapes.instances(filter.values());
        allow(filter, "PingStatus", List.of("Online", "ConnectionLost", "Inactive"));
        allow(filter, "PlatformTypes", List.of("Windows", "Linux", "MacOS"));
        allow(filter, "ResourceType", List.of("ManagedInstance", "EC2Instance"));
    }

    private static void allow(Filter filter, String key, List<String> values) {
        if (filter.key().equals(key) && !values.containsAll(filter.values()))
            throw ApiError.of(
                    "InvalidInstanceInformationFilterValue",
                    "The values of " + key + " can only be " + String.join(", ", values) + ".");
    }

    private static boolean fits(Filter filter, Node node) {
        var key = filter.key();
        if (key.startsWith("tag:")) {
            var value = node.tags().get(key.substring("tag:".length()));
            return value != null && filter.values().contains(value);
        }
        if (key.equals("tag-key"))
            return filter.values().stream().anyMatch(wanted -> node.tags().containsKey(wanted));
        var value = switch (key) {
            case "InstanceIds" -> node.id().value();
            case "AgentVersion" -> node.facts().agentVersion();
            case "PingStatus" -> pingStatus(node.status());
            case "PlatformTypes" -> node.facts().platformType();
            case "ActivationIds" -> node.activationId();
            case "IamRole" -> node.iamRole();
            case "ResourceType" -> "ManagedInstance";
            default -> null; // associations and sources: no node here has any
        };
        return value != null && filter.values().stream().anyMatch(wanted -> Objects.equals(wanted, value));
    }
}
