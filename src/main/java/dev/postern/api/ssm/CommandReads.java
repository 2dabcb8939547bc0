package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.commands.Command;
import dev.postern.commands.CommandId;
import dev.postern.commands.Commands;
import dev.postern.commands.Commands.Query;
import dev.postern.commands.Invocation;
import dev.postern.commands.StepResult;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Run Command: what was asked, and what came back. */
@Component
final class CommandReads implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;
    private static final Shape<Integer> PAGE = Shape.number(1, 50);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Commands commands;
    private final Permission permission;
    private final Account account;

    CommandReads(Commands commands, Permission permission, Account account) {
        this.commands = commands;
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
                "ListCommands", new Operation.ForUsers(this::commands),
                "ListCommandInvocations", new Operation.ForUsers(this::invocations),
                "GetCommandInvocation", new Operation.ForUsers(this::invocation));
    }

    private Answer commands(Caller caller, Call call) {
        permission.toRead(AccessRequest.of(caller, "ssm:ListCommands", account.any("*")));
        var filters = CommandFilters.of(call.input());
        int most = call.input().optional("MaxResults", PAGE, DEFAULT_PAGE);
        var query = filters.commands();
        checkKnown(caller, filters.id());
        var found = query == null ? List.<Command>of() : commands.visibleTo(caller, query);
        var sorted = found.stream()
                .sorted(Comparator.comparing(CommandReads::position))
                .toList();
        var page = Pages.of(sorted, CommandReads::position, most, call.input(), "ListCommands" + filters);
        return new Output()
                .list("Commands", page.items(), CommandOutputs::command)
                .text("NextToken", page.nextToken())
                .answer();
    }

    private Answer invocations(Caller caller, Call call) {
        permission.toRead(AccessRequest.of(caller, "ssm:ListCommandInvocations", account.any("*")));
        var filters = CommandFilters.of(call.input());
        int most = call.input().optional("MaxResults", PAGE, DEFAULT_PAGE);
        var details = call.input().optional("Details", Shape.truth(), false);
        var query = filters.invocations();
        checkKnown(caller, filters.id());
        var found = query == null ? List.<Invocation>of() : commands.invocationsVisibleTo(caller, query);
        var sorted = found.stream()
                .sorted(Comparator.comparing(CommandReads::position))
                .toList();
        var page = Pages.of(sorted, CommandReads::position, most, call.input(), "ListCommandInvocations" + filters);
        var known = new HashMap<CommandId, Command>();
        return new Output()
                .list("CommandInvocations", page.items(), invocation -> {
                    var command = known.computeIfAbsent(invocation.command(), this::existing);
                    return CommandOutputs.invocation(invocation, command)
                            .list(
                                    "CommandPlugins",
                                    details
                                            ? commands.steps(invocation.command(), invocation.node())
                                            : List.<StepResult>of(),
                                    step -> CommandOutputs.step(step, invocation, command));
                })
                .text("NextToken", page.nextToken())
                .answer();
    }

    /** What is not for the caller's eyes is as unknown as what is not there. */
    private void checkKnown(Caller caller, @Nullable CommandId id) {
        if (id != null && commands.visibleTo(caller, Query.of(id)).isEmpty())
            throw CommandShapes.unknownCommand(id.value());
    }

    private Command existing(CommandId id) {
        return commands.find(id).orElseThrow(() -> CommandShapes.unknownCommand(id.value()));
    }

    private Answer invocation(Caller caller, Call call) {
        var text = call.input().required("CommandId", CommandShapes.COMMAND_ID);
        var node = call.input().required("InstanceId", Shapes.ANY_TEXT);
        var plugin = call.input().optional("PluginName", Shape.text(4, 2048));
        var command =
                CommandId.isValid(text) ? commands.find(new CommandId(text)).orElse(null) : null;
        permission.toRead(AccessRequest.of(caller, commands.leg("ssm:GetCommandInvocation", caller, command)));
        if (!NodeId.isValid(node)) throw Shapes.unknownNode(node);
        if (command == null) throw noInvocation(text, node);
        var invocation =
                commands.invocation(command.id(), new NodeId(node)).orElseThrow(() -> noInvocation(text, node));
        return output(command, invocation, chosen(command, invocation, plugin));
    }

    private StepResult chosen(Command command, Invocation invocation, @Nullable String plugin) {
        var steps = commands.steps(command.id(), invocation.node());
        if (plugin == null) {
            if (steps.size() == 1) return steps.getFirst();
            throw ApiError.of(
                    "InvalidPluginName", "The document has " + steps.size() + " steps: PluginName must say which.");
        }
        return steps.stream()
                .filter(step -> step.name().equals(plugin))
                .findFirst()
                // people know a document's only plugin by what it does
                .or(() -> steps.stream()
                        .filter(step -> steps.size() == 1 && step.action().equalsIgnoreCase(plugin))
                        .findFirst())
                .orElseThrow(() ->
                        ApiError.of("InvalidPluginName", "The command has no step " + Shapes.shortened(plugin) + "."));
    }

    private static Answer output(Command command, Invocation invocation, StepResult step) {
        var states = CommandStates.of(step, invocation.status());
        var duration = step.duration();
        return new Output()
                .text("CommandId", command.id().value())
                .text("InstanceId", invocation.node().value())
                .always("Comment", command.comment())
                .text("DocumentName", command.document())
                .text("DocumentVersion", command.documentVersion())
                .text("PluginName", step.name())
                .number("ResponseCode", step.code())
                .always("ExecutionStartDateTime", time(step.begunAt()))
                .always("ExecutionElapsedTime", duration == null ? "" : duration.toString())
                .always("ExecutionEndDateTime", time(step.endedAt()))
                .text("Status", states.status())
                .text("StatusDetails", states.details())
                .always("StandardOutputContent", step.standardOutput())
                .always("StandardOutputUrl", "")
                .always("StandardErrorContent", step.standardError())
                .always("StandardErrorUrl", "")
                .structure("CloudWatchOutputConfig", CommandOutputs.logs(command.output()))
                .answer();
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "" : TIME.format(time);
    }

    private static ApiError noInvocation(String command, String node) {
        return ApiError.of(
                "InvocationDoesNotExist",
                "Command " + Shapes.shortened(command) + " was not sent to " + Shapes.shortened(node) + ".");
    }

    /** Sorts the newest first. */
    private static String position(Command command) {
        return position(command.requestedAt()) + command.id();
    }

    private static String position(Invocation invocation) {
        return position(invocation.requestedAt()) + invocation.command() + " " + invocation.node();
    }

    private static String position(Instant time) {
        return String.format(Locale.ROOT, "%019d ", Long.MAX_VALUE - time.toEpochMilli());
    }
}
