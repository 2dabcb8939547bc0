package dev.postern.commands;

import dev.postern.commands.CommandRecords.Kept;
import dev.postern.commands.CommandRefused.Code;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.AgentJob;
import dev.postern.protocol.Frame;
import dev.postern.protocol.SendCommand;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a command of what was asked for, or says which rule it breaks. */
@Component
class NewCommands {
    /** A control frame has a header, and the job's own JSON around its content, where quotes are doubled. */
    private static final int MOST_JOB_BYTES = Frame.MAX_CONTROL_BYTES - 1_024;

    private final CommandRecords commands;
    private final InvocationRecords invocations;
    private final Documents documents;
    private final Nodes nodes;
    private final CommandSettings settings;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    NewCommands(
            CommandRecords commands,
            InvocationRecords invocations,
            Documents documents,
            Nodes nodes,
            CommandSettings settings,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.commands = commands;
        this.invocations = invocations;
        this.documents = documents;
        this.nodes = nodes;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** A node's, for the policies; none of one that is gone. */
    SortedMap<String, String> tags(NodeId node) {
        return nodes.find(node).map(Node::tags).orElseGet(TreeMap::new);
    }

    /** The nodes that are meant. Of the named ones nobody has found out yet whether they exist: that is only for those who may send to them. */
    List<NodeId> chosen(Targets targets) {
        return switch (targets) {
            case Targets.Named(var ids) -> ids;
            case Targets.Fitting fitting ->
                nodes.all().stream().filter(fitting::fit).map(Node::id).toList();
        };
    }

    /** @throws CommandRefused */
    Kept make(Caller caller, CommandId id, String name, Commands.Send send, List<NodeId> chosen) {
        checkRoom();
        var document = document(name, send.version());
        if (send.hash() != null && !send.hash().equalsIgnoreCase(document.sha256()))
            throw new CommandRefused(
                    Code.INVALID_DOCUMENT,
                    "Document " + name + " has the SHA-256 " + document.sha256() + ", and another was asked for.");
        var values = document.values(send.parameters());
        check(send);
        var on = nodes(send.targets(), chosen, document);
        var runWithin = document.runWithin(values);
        var kept = new Kept(
                command(caller, id, document, send, on, runWithin), job(id, document, send, values), runWithin);
        transaction.executeWithoutResult(_ -> add(kept, document, on));
        return commands.find(id).orElse(kept);
    }

    private CommandDocument document(String name, String version) {
        if (documents.find(name).isEmpty())
            throw new CommandRefused(Code.INVALID_DOCUMENT, "There is no Command document " + name + ".");
        return documents
                .content(name, choice(version))
                .map(CommandDocument::of)
                .orElseThrow(() -> new CommandRefused(
                        Code.INVALID_DOCUMENT_VERSION, "Document " + name + " has no version " + version + "."));
    }

    private static VersionChoice choice(String version) {
        try {
            return VersionChoice.of(version);
        } catch (IllegalArgumentException none) {
            throw new CommandRefused(Code.INVALID_DOCUMENT_VERSION, String.valueOf(none.getMessage()));
        }
    }

    private List<Node> nodes(Targets targets, List<NodeId> chosen, CommandDocument document) {
        return switch (targets) {
            case Targets.Named _ -> {
                checkNamed(chosen);
                var on = chosen.stream().map(this::existing).toList();
                on.forEach(node -> checkPlatform(document, node));
                yield on;
            }
            case Targets.Fitting(var criteria) -> {
                if (criteria.isEmpty() || criteria.size() > Commands.MOST_CRITERIA)
                    throw refused("A command has 1 to " + Commands.MOST_CRITERIA + " targets.");
                if (chosen.size() > settings.maxTargets())
                    throw new CommandRefused(
                            Code.LIMIT_EXCEEDED,
                            "The targets are " + chosen.size() + " nodes, and postern.commands.max-targets allows "
                                    + settings.maxTargets() + ".");
                yield chosen.stream().flatMap(id -> nodes.find(id).stream()).toList();
            }
        };
    }

    private static void checkNamed(List<NodeId> ids) {
        if (ids.isEmpty() || ids.size() > Commands.MOST_NAMED)
            throw new CommandRefused(
                    Code.INVALID_NODE,
                    "A command names 1 to " + Commands.MOST_NAMED + " nodes; for more there are targets by tag.");
        var seen = new HashSet<NodeId>();
        for (var id : ids) {
            if (!seen.add(id)) throw new CommandRefused(Code.DUPLICATE_NODE, "Node " + id + " is named twice.");
        }
    }

    private Node existing(NodeId id) {
        return nodes.find(id).orElseThrow(() -> new CommandRefused(Code.INVALID_NODE, "There is no node " + id + "."));
    }

    private Command command(
            Caller caller,
            CommandId id,
            CommandDocument document,
            Commands.Send send,
            List<Node> on,
            Duration runWithin) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new Command(
                id,
                caller.arn(),
                caller.userId(),
                caller.label(),
                document.name(),
                document.number(),
                send.parameters(),
                send.targets(),
                send.comment(),
                send.deliverWithin(),
                send.mostAtOnce(),
                send.mostErrors(),
                send.output(),
                now,
                now.plus(longest(send, runWithin, on.size())),
                on.isEmpty() ? CommandStatus.NO_NODES : CommandStatus.PENDING,
                now,
                Tally.NOTHING);
    }

    private static String job(
            CommandId id, CommandDocument document, Commands.Send send, Map<String, JsonNode> values) {
        var output = send.output();
        var job = new SendCommand(
                        id.value(),
                        document.name(),
                        document.tree(),
                        values,
                        output.bucket(),
                        output.prefix(),
                        output.logGroup(),
                        output.logs())
                .toJson();
        checkSize(job);
        return job;
    }

    private void add(Kept kept, CommandDocument document, List<Node> on) {
        commands.add(kept);
        var now = kept.command().requestedAt();
        for (int place = 0; place < on.size(); place++) {
            var node = on.get(place);
            var fits = fits(document, node);
            invocations.add(
                    new Invocation(
                            kept.id(),
                            node.id(),
                            node.name(),
                            now,
                            fits ? InvocationStatus.PENDING : InvocationStatus.INVALID_PLATFORM,
                            now,
                            null,
                            null,
                            null,
                            fits ? "" : forOthers(document, node)),
                    place);
        }
    }

    private void checkRoom() {
        if (commands.countLive() >= settings.maxLive())
            throw new CommandRefused(
                    Code.LIMIT_EXCEEDED,
                    settings.maxLive() + " commands are under way, as many as postern.commands.max-live allows.");
    }

    private static void check(Commands.Send send) {
        var within = send.deliverWithin();
        if (within.compareTo(Commands.SHORTEST_DELIVERY) < 0 || within.compareTo(Commands.LONGEST_DELIVERY) > 0)
            throw refused("The time for delivery is " + Commands.SHORTEST_DELIVERY.toSeconds() + " to "
                    + Commands.LONGEST_DELIVERY.toSeconds() + " seconds.");
        var comment = send.comment();
        if (comment.length() > Commands.LONGEST_COMMENT || comment.chars().anyMatch(Character::isISOControl))
            throw refused("The comment is one line of at most " + Commands.LONGEST_COMMENT + " characters.");
        if (send.mostAtOnce().text().equals("0") || send.mostAtOnce().text().equals("0%"))
            throw refused("At least one node must be allowed to run it at a time.");
    }

    private static void checkPlatform(CommandDocument document, Node node) {
        if (!fits(document, node)) throw new CommandRefused(Code.UNSUPPORTED_PLATFORM, forOthers(document, node));
    }

    /** A node that has never said what it is gets the benefit of the doubt: its agent will say. */
    private static boolean fits(CommandDocument document, Node node) {
        var platform = node.facts().platformType();
        return platform.isEmpty() || document.platforms().contains(platform);
    }

    private static String forOthers(CommandDocument document, Node node) {
        return "Document " + document.name() + " is for " + String.join(", ", document.platforms()) + ", and "
                + node.id() + " is " + node.facts().platformType() + ".";
    }

    /** The agent's frame has a bound, and a job that does not fit into one never arrives. */
    private static void checkSize(String job) {
        var inFrame = JsonMapper.shared().writeValueAsString(job).getBytes(StandardCharsets.UTF_8).length;
        if (inFrame > MOST_JOB_BYTES)
            throw refused("The document with its parameters has " + inFrame + " bytes, and " + AgentJob.SEND_COMMAND
                    + " carries " + MOST_JOB_BYTES + ".");
    }

    /** As many rounds as the nodes need, each with its time for delivery and for running. */
    private static Duration longest(Commands.Send send, Duration runWithin, int nodes) {
        int atOnce = send.mostAtOnce().atOnce(nodes);
        long rounds = Math.max(1, (nodes + atOnce - 1L) / atOnce);
        return send.deliverWithin().plus(runWithin).multipliedBy(rounds);
    }

    private static CommandRefused refused(String message) {
        return new CommandRefused(Code.INVALID_PARAMETERS, message);
    }
}
