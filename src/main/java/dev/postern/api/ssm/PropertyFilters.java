package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.inventory.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes DescribeInstanceProperties shows. Filters are joined by and, the values of one by or; of NotEqual none may be the node's.
 */
record PropertyFilters(List<Filter> filters) {
    private static final List<String> KEYS = List.of(
            "InstanceIds",
            "AgentVersion",
            "PingStatus",
            "PlatformTypes",
            "DocumentName",
            "ActivationIds",
            "IamRole",
            "ResourceType",
            "AssociationStatus");
    private static final String TAG = "tag:";
    private static final String TAG_KEY = "tag-key";

    private static final int MOST = 40;
    private static final int LONGEST = 100_000;
    private static final Shape<List<String>> VALUES = Shape.list(Shape.text(1, LONGEST), 1, MOST);
    private static final Shape<List<Filter>> OLD_FORM = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required("key", Shape.oneOf(KEYS)), filter.required("valueSet", VALUES), Operator.Equal)),
            1,
            MOST);
    private static final Shape<List<Filter>> NEW_FORM = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required("Key", Shape.text(1, LONGEST)),
                    filter.required("Values", VALUES),
                    Operator.valueOf(filter.optional("Operator", Operator.SHAPE, "Equal")))),
            1,
            MOST);

    /** As the model spells them. */
    enum Operator {
        Equal,
        NotEqual,
        BeginWith,
        LessThan,
        GreaterThan;

        static final Shape<String> SHAPE =
                Shape.oneOf(List.of("Equal", "NotEqual", "BeginWith", "LessThan", "GreaterThan"));
    }

    record Filter(String key, List<String> values, Operator operator) {}

    static PropertyFilters of(Input input) {
        var all = new ArrayList<>(input.optional("InstancePropertyFilterList", OLD_FORM, List.of()));
        all.addAll(input.optional("FiltersWithOperator", NEW_FORM, List.of()));
        all.forEach(PropertyFilters::check);
        return new PropertyFilters(List.copyOf(all));
    }

    boolean show(Node node) {
        return filters.stream().allMatch(filter -> fits(filter, node));
    }

    private static void check(Filter filter) {
        var key = filter.key();
        if (!KEYS.contains(key) && !key.equals(TAG_KEY) && !(key.startsWith(TAG) && key.length() > TAG.length()))
            throw ApiError.of("InvalidFilterKey", "The filter key is not valid: " + Shapes.shortened(key));
        boolean whole = filter.operator() == Operator.Equal || filter.operator() == Operator.NotEqual;
        if (!whole) return;
        switch (key) {
            case "PingStatus" -> allow(filter, List.of("Online", "ConnectionLost", "Inactive"));
            case "PlatformTypes" -> allow(filter, List.of("Windows", "Linux", "MacOS"));
            case "ResourceType" -> allow(filter, List.of("ManagedInstance", "EC2Instance"));
            case "InstanceIds" -> Shapes.instances(filter.values());
            case "ActivationIds" ->
                filter.values().stream()
                        .filter(id -> !Shapes.UUID.matcher(id).matches())
                        .findFirst()
                        .ifPresent(id -> {
                            throw ApiError.of(
                                    "InvalidActivationId", "This is no id of an activation: " + Shapes.shortened(id));
                        });
            default -> {}
        }
    }

    private static void allow(Filter filter, List<String> values) {
        if (!values.containsAll(filter.values()))
            throw ApiError.of(
                    "InvalidInstancePropertyFilterValue",
                    "The values of " + filter.key() + " can only be " + String.join(", ", values) + ".");
    }

    private static boolean fits(Filter filter, Node node) {
        if (filter.key().equals(TAG_KEY)) {
            var keys = node.tags().keySet();
            return filter.operator() == Operator.NotEqual
                    ? filter.values().stream().noneMatch(keys::contains)
                    : keys.stream().anyMatch(key -> compares(filter, key));
        }
        return compares(filter, value(filter.key(), node));
    }

    private static boolean compares(Filter filter, @Nullable String value) {
        var wanted = filter.values();
        return switch (filter.operator()) {
            case Equal -> value != null && wanted.contains(value);
            case NotEqual -> value == null || !wanted.contains(value);
            case BeginWith -> value != null && wanted.stream().anyMatch(value::startsWith);
            case LessThan -> value != null && wanted.stream().anyMatch(bound -> order(filter, value, bound) < 0);
            case GreaterThan -> value != null && wanted.stream().anyMatch(bound -> order(filter, value, bound) > 0);
        };
    }

    private static int order(Filter filter, String value, String bound) {
        return filter.key().equals("AgentVersion") ? VERSIONS.compare(value, bound) : value.compareTo(bound);
    }

    /** 3.2.9 comes before 3.2.10; what is no number counts as none. */
    private static final Comparator<String> VERSIONS = (one, other) -> {
        var left = one.split("\\.", -1);
        var right = other.split("\\.", -1);
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int by = Integer.compare(part(left, i), part(right, i));
            if (by != 0) return by;
        }
        return 0;
    };

    private static int part(String[] parts, int at) {
        return at < parts.length && parts[at].matches("[0-9]{1,6}") ? Integer.parseInt(parts[at]) : 0;
    }

    private static @Nullable String value(String key, Node node) {
        if (key.startsWith(TAG)) return node.tags().get(key.substring(TAG.length()));
        return switch (key) {
            case "InstanceIds" -> node.id().value();
            case "AgentVersion" -> node.facts().agentVersion();
            case "PingStatus" -> NodeFilters.pingStatus(node.status());
            case "PlatformTypes" -> node.facts().platformType();
            case "ActivationIds" -> node.activationId();
            case "IamRole" -> node.iamRole();
            case "ResourceType" -> "ManagedInstance";
            default -> null; // associations and their documents: no node here has any
        };
    }
}
