package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.commands.CommandId;
import dev.postern.commands.CommandStatus;
import dev.postern.commands.Commands.Query;
import dev.postern.commands.InvocationStatus;
import dev.postern.inventory.NodeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which commands ListCommands shows, and which of them on which nodes ListCommandInvocations: all filters must fit. */
record CommandFilters(@Nullable CommandId id, @Nullable NodeId node, List<Filter> filters) {
    private static final Shape<List<Filter>> FILTERS = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required(
                            "key",
                            Shape.oneOf(List.of(
                                    "InvokedAfter", "InvokedBefore", "Status", "ExecutionStage", "DocumentName"))),
                    filter.required("value", Shape.text(1, 128)))),
            1,
            5);
    private static final List<String> STAGES = List.of("Executing", "Complete");

    /** Statuses of the public model that nothing here comes to. */
    private static final Set<String> NEVER = Set.of("AccessDenied", "LimitExceeded", "RateExceeded");

    record Filter(String key, String value) {}

    static CommandFilters of(Input input) {
        var id = input.optional("CommandId", CommandShapes.COMMAND_ID);
        var node = input.optional("InstanceId", Shapes.ANY_TEXT);
        if (node != null && !NodeId.isValid(node)) throw Shapes.unknownNode(node);
        return new CommandFilters(
                id == null ? null : CommandShapes.commandId(id),
                node == null ? null : new NodeId(node),
                input.optional("Filters", FILTERS, List.of()));
    }

    /** Null when nothing can fit. */
    @Nullable Query commands() {
        Set<CommandStatus> statuses = Set.of(CommandStatus.values());
        for (var filter : filters) {
            switch (filter.key()) {
                case "Status" -> statuses = fitting(statuses, status -> is(CommandStates.of(status), filter));
                case "ExecutionStage" -> {
                    if (!STAGES.contains(filter.value()))
                        throw ApiError.validation("ExecutionStage is " + String.join(" or ", STAGES) + ", not: "
                                + Shapes.shortened(filter.value()));
                    var complete = filter.value().equals("Complete");
                    statuses = fitting(statuses, status -> status.over() == complete);
                }
                default -> {}
            }
        }
        check(Arrays.stream(CommandStatus.values()).map(CommandStates::of).toList());
        return statuses.isEmpty() ? null : query(statuses, Set.of());
    }

    /** Null when nothing can fit. */
    @Nullable Query invocations() {
        Set<InvocationStatus> statuses = Set.of(InvocationStatus.values());
        for (var filter : filters) {
            if (filter.key().equals("ExecutionStage"))
                throw ApiError.of("InvalidFilterKey", "ExecutionStage is a filter of ListCommands alone.");
            if (filter.key().equals("Status"))
                statuses = fitting(statuses, status -> is(CommandStates.of(status), filter));
        }
        check(Arrays.stream(InvocationStatus.values()).map(CommandStates::of).toList());
        return statuses.isEmpty() ? null : query(Set.of(), statuses);
    }

    private Query query(Set<CommandStatus> commands, Set<InvocationStatus> invocations) {
        return new Query(
                id, node, time("InvokedAfter", true), time("InvokedBefore", false), document(), commands, invocations);
    }

    private static boolean is(CommandStates states, Filter filter) {
        return states.is(filter.value());
    }

    private void check(List<CommandStates> known) {
        for (var filter : filters) {
            if (!filter.key().equals("Status") || NEVER.contains(filter.value())) continue;
            if (known.stream().noneMatch(states -> states.is(filter.value())))
                throw ApiError.validation("There is no status " + Shapes.shortened(filter.value()) + ".");
        }
    }

    private static <S> Set<S> fitting(Set<S> statuses, Predicate<S> fits) {
        return statuses.stream().filter(fits).collect(Collectors.toUnmodifiableSet());
    }

    /** Of several the narrowest. */
    private @Nullable Instant time(String key, boolean latest) {
        return filters.stream()
                .filter(filter -> filter.key().equals(key))
                .map(filter -> time(filter.value()))
                .reduce((one, other) -> one.isAfter(other) == latest ? one : other)
                .orElse(null);
    }

    private @Nullable String document() {
        var names = filters.stream()
                .filter(filter -> filter.key().equals("DocumentName"))
                .map(Filter::value)
                .distinct()
                .toList();
        // two different names fit nothing; neither does a name with a character that no name has
        return names.isEmpty() ? null : names.size() == 1 ? names.getFirst() : "?";
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw ApiError.validation(
                    "A time must look like 2026-11-23T10:00:00Z, not like: " + Shapes.shortened(text));
        }
    }
}
