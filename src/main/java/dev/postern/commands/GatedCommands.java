package dev.postern.commands;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.commands.CommandRecords.Kept;
import dev.postern.commands.CommandRefused.Code;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeChanged;
import dev.postern.inventory.NodeId;
import dev.postern.session.documents.Documents;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Commands behind the gate. */
@Component
class GatedCommands implements Commands {
    private static final String SEND = "ssm:SendCommand";

    /** So many nodes stand in the trail's entry by id; beyond that their number alone, and each end has an entry of its own. */
    private static final int MOST_TOLD = 50;

    private final CommandRecords commands;
    private final InvocationRecords invocations;
    private final StepRecords steps;
    private final InvocationLife life;
    private final NewCommands fresh;
    private final Documents documents;
    private final Dispatch dispatch;
    private final Gate gate;
    private final Account account;
    private final InstantSource clock;

    GatedCommands(
            CommandRecords commands,
            InvocationRecords invocations,
            StepRecords steps,
            InvocationLife life,
            NewCommands fresh,
            Documents documents,
            Dispatch dispatch,
            Gate gate,
            Account account,
            MeterRegistry meters,
            InstantSource clock) {
        this.commands = commands;
        this.invocations = invocations;
        this.steps = steps;
        this.life = life;
        this.fresh = fresh;
        this.documents = documents;
        this.dispatch = dispatch;
        this.gate = gate;
        this.account = account;
        this.clock = clock;
        Gauge.builder("postern.commands.live", commands, CommandRecords::countLive)
                .description("commands under way")
                .register(meters);
    }

    @Override
    public Outcome<Command> send(Caller caller, Send send) {
        var document = documents.nameOf(send.document());
        var nodes = fresh.chosen(send.targets());
        var id = CommandId.fresh();
        var legs = new ArrayList<Leg>();
        for (var node : nodes) {
            var leg = Leg.of(SEND, account.node(node.value())).tagged(fresh.tags(node));
            var asked = AccessRequest.of(caller, leg)
                    .node(node.value())
                    .with(Map.of("command", id.value(), "document", document));
            // one leg that is refused refuses the whole, and stands in the trail
            if (gate.decide(asked) instanceof Decision.Denied) return gate.perform(asked, GatedCommands::unsaid);
            legs.add(leg);
        }
        var request = AccessRequest.of(caller, documents.leg(SEND, document))
                .and(legs)
                .with(facts(send, id, nodes));
        return gate.perform(request, () -> {
            var kept = fresh.make(caller, id, document, send, nodes);
            life.told(id);
            dispatch.wake();
            return kept.command();
        });
    }

    private static Command unsaid() {
        throw new IllegalStateException("allowed now, and refused a moment ago: try again");
    }

    /** Values of parameters are not in the trail: they may be secrets. */
    private static Map<String, String> facts(Send send, CommandId id, List<NodeId> nodes) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("command", id.value());
        facts.put("nodes", Integer.toString(nodes.size()));
        if (!nodes.isEmpty())
            facts.put(
                    "nodeIds",
                    nodes.stream().limit(MOST_TOLD).map(NodeId::value).collect(Collectors.joining(" ")));
        if (!send.comment().isEmpty()) facts.put("comment", send.comment());
        if (!send.parameters().isEmpty())
            facts.put("parameters", send.parameters().keySet().stream().sorted().collect(Collectors.joining(" ")));
        return facts;
    }

    @Override
    public Outcome<CommandId> cancel(Caller caller, CommandId id, Set<NodeId> nodes) {
        var kept = find(id);
        // who may not cancel does not hear what there is, or where it was sent
        var request = AccessRequest.of(caller, leg("ssm:CancelCommand", caller, kept.orElse(null)))
                .with(Map.of(
                        "command",
                        id.value(),
                        "nodes",
                        nodes.isEmpty()
                                ? "all"
                                : nodes.stream().map(NodeId::value).sorted().collect(Collectors.joining(" "))));
        return gate.perform(request, () -> {
            var command = kept.orElseThrow(() -> unknown(id));
            for (var node : nodes) {
                if (invocations.find(id, node).isEmpty())
                    throw new CommandRefused(Code.INVALID_NODE, "Command " + id + " was not sent to " + node + ".");
            }
            if (nodes.isEmpty() && !command.status().over())
                commands.move(id, CommandStatus.CANCELLING, clock.instant());
            for (var invocation : invocations.open(id))
                if (nodes.isEmpty() || nodes.contains(invocation.node())) cancel(invocation);
            life.told(id);
            dispatch.wake();
            return id;
        });
    }

    private void cancel(Invocation seen) {
        var lock = life.lockOf(seen);
        lock.lock();
        try {
            invocations.find(seen.command(), seen.node()).ifPresent(invocation -> {
                if (invocation.occupies()) life.move(invocation, InvocationStatus.CANCELLING);
                else life.end(invocation, InvocationStatus.CANCELLED, "");
            });
        } finally {
            lock.unlock();
        }
    }

    private static CommandRefused unknown(CommandId id) {
        return new CommandRefused(Code.INVALID_COMMAND, "There is no command " + id + ".");
    }

    @Override
    public Optional<Command> find(CommandId id) {
        return commands.find(id).map(Kept::command);
    }

    @Override
    public List<Command> visibleTo(Caller caller, Query query) {
        return commands.page(seesAll(caller) ? null : caller, query, MOST_SHOWN);
    }

    @Override
    public List<Invocation> invocationsVisibleTo(Caller caller, Query query) {
        var owner = seesAll(caller) ? null : caller;
        return invocations.page(owner, query, query.id() == null ? MOST_SHOWN : Integer.MAX_VALUE);
    }

    private boolean seesAll(Caller caller) {
        return gate.allows(AccessRequest.of(caller, "postern:ListAllCommands", account.any("command/*")));
    }

    @Override
    public Leg leg(String action, Caller caller, @Nullable Command command) {
        var own = command != null && command.isOf(caller);
        var name = command == null ? "*" : command.id().value();
        return Leg.of(action, account.any("command/" + name)).where("postern:OwnCommand", String.valueOf(own));
    }

    @Override
    public Optional<Invocation> invocation(CommandId id, NodeId node) {
        return invocations.find(id, node);
    }

    @Override
    public List<StepResult> steps(CommandId id, NodeId node) {
        var kept = commands.find(id);
        if (kept.isEmpty()) return List.of();
        var known = new LinkedHashMap<String, StepResult>();
        for (var step : steps.of(id, node)) known.put(step.name(), step);
        var all = new ArrayList<StepResult>();
        for (var step : KeptLedger.steps(kept.get())) {
            var result = known.get(step.name());
            all.add(result == null ? StepResult.pending(step) : result);
        }
        return all;
    }

    @Override
    public Map<NodeId, Glimpse> glimpses(CommandId id) {
        return steps.glimpses(id);
    }

    /** What had not reached the node never will; what it runs nobody will hear of. */
    @EventListener
    void on(NodeChanged change) {
        if (change.what() == NodeChanged.What.CONNECTED) dispatch.wake();
        if (change.what() != NodeChanged.What.DEREGISTERED) return;
        for (var invocation : invocations.openOn(change.id()))
            life.end(
                    invocation,
                    invocation.deliveredAt() == null ? InvocationStatus.UNDELIVERABLE : InvocationStatus.CANCELLED,
                    "The node was deregistered.");
        dispatch.wake();
    }
}
