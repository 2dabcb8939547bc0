package dev.postern.commands;

import dev.postern.access.Outcome;
import dev.postern.access.TestGate;
import dev.postern.commands.Commands.Send;
import dev.postern.identity.Caller;
import dev.postern.identity.TestIdentity;
import dev.postern.inventory.Facts;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.TestInventory;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.TestDocuments;
import dev.postern.testing.HandClock;
import dev.postern.testing.Store;
import dev.postern.trail.Entry;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The module put together by hand; its rounds go when the test says so. */
final class CommandsUnderTest {
    static final CommandSettings SETTINGS = new CommandSettings(Duration.ofDays(30), 4, 20);

    final HandClock clock;
    final PlayedNodes nodes = new PlayedNodes();
    final TestInventory inventory;
    final Trail trail;
    final CommandRecords records;
    final InvocationRecords invocations;
    final Dispatch dispatch;
    final GatedCommands commands;
    final KeptLedger ledger;
    final Documents documents;
    final Caller admin;
    final Caller alice;
    final List<CommandId> changes = new ArrayList<>();

    CommandsUnderTest(Store store, HandClock clock) {
        this.clock = clock;
        var identity = new TestIdentity(store, clock);
        inventory = new TestInventory(store, clock);
        trail = TestTrail.in(store, clock);
        records = new CommandRecords(store.jdbc());
        invocations = new InvocationRecords(store.jdbc());
        var steps = new StepRecords(store.jdbc());
        var meters = new SimpleMeterRegistry();
        var life = new InvocationLife(
                invocations,
                steps,
                trail,
                identity.account(),
                event -> changes.add(((CommandChanged) event).id()),
                meters,
                clock);
        dispatch = new Dispatch(records, invocations, life, nodes, clock);
        ledger = new KeptLedger(records, invocations, steps, life, dispatch, clock);
        nodes.reportingTo(ledger);
        documents = TestDocuments.in(store, TestGate.before(trail), identity.account(), clock);
        commands = new GatedCommands(
                records,
                invocations,
                steps,
                life,
                new NewCommands(
                        records, invocations, documents, inventory.nodes(), SETTINGS, store.transactions(), clock),
                documents,
                dispatch,
                TestGate.before(trail),
                identity.account(),
                meters,
                clock);
        admin = identity.administrator();
        alice = identity.caller("alice", Set.of());
    }

    /** A Linux node that is connected. */
    NodeId node(String name) {
        var node = absent(name, "Linux");
        nodes.connected.add(node);
        return node;
    }

    NodeId absent(String name, String platform) {
        var node = inventory.node(name);
        inventory
                .nodes()
                .heartbeat(node, new Facts(name, "192.0.2.1", platform, "Debian", "12", "postern-agent", "1.0.0.0"));
        return node;
    }

    static Send echo(NodeId... nodes) {
        return Send.of("AWS-RunShellScript", PlayedNodes.ECHO, new Targets.Named(List.of(nodes)));
    }

    static Send carefully(Send send, String atOnce, String errors) {
        return new Send(
                send.document(),
                send.version(),
                send.hash(),
                send.parameters(),
                send.targets(),
                send.comment(),
                send.deliverWithin(),
                new Allowance(atOnce),
                new Allowance(errors),
                send.output());
    }

    static Send within(Send send, Duration delivery) {
        return new Send(
                send.document(),
                send.version(),
                send.hash(),
                send.parameters(),
                send.targets(),
                send.comment(),
                delivery,
                send.mostAtOnce(),
                send.mostErrors(),
                send.output());
    }

    /** Sent, and the first round gone. */
    Command sent(Send send) {
        var command = ((Outcome.Done<Command>) commands.send(admin, send)).value();
        settle();
        return command;
    }

    /** Rounds until nothing moves any more. */
    void settle() {
        int before;
        do {
            before = changes.size();
            dispatch.round();
        } while (changes.size() != before);
    }

    CommandStatus status(Command command) {
        return commands.find(command.id()).orElseThrow().status();
    }

    InvocationStatus status(Command command, NodeId node) {
        return invocations.find(command.id(), node).orElseThrow().status();
    }

    String trace(Command command, NodeId node) {
        return invocations.find(command.id(), node).orElseThrow().trace();
    }

    List<Entry> written(String action) {
        return trail.latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().action().equals(action))
                .toList();
    }
}
