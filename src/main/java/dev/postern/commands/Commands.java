package dev.postern.commands;

import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends commands to nodes, cancels and shows them. Every effect passes the gate inside. */
public interface Commands {
    String NEWEST = "$LATEST";
    String DEFAULT = "$DEFAULT";

    Duration DELIVER_WITHIN = Duration.ofHours(1);
    Duration SHORTEST_DELIVERY = Duration.ofSeconds(30);
    Duration LONGEST_DELIVERY = Duration.ofDays(30);

    // as in the public model of SendCommand
    int MOST_NAMED = 50;
    int MOST_CRITERIA = 5;
    int LONGEST_COMMENT = 100;

    /** As far back as one question reaches. */
    int MOST_SHOWN = 1_000;

    /**
     * What is asked for.
     *
     * @param document a name, or the ARN of a document here
     * @param version {@link #DEFAULT}, {@link #NEWEST} or a number
     * @param hash SHA-256 that the document must have, in hex; null where that does not matter
     */
    record Send(
            String document,
            String version,
            @Nullable String hash,
            Map<String, List<String>> parameters,
            Targets targets,
            String comment,
            Duration deliverWithin,
            Allowance mostAtOnce,
            Allowance mostErrors,
            Command.OutputPlace output) {
        /** With what the public model says where nobody says otherwise. */
        public static Send of(String document, Map<String, List<String>> parameters, Targets targets) {
            return new Send(
                    document,
                    DEFAULT,
                    null,
                    parameters,
                    targets,
                    "",
                    DELIVER_WITHIN,
                    Allowance.FIFTY,
                    Allowance.NONE,
                    Command.OutputPlace.NONE);
        }
    }

    /**
     * Which ones are asked for; what is null or empty does not matter.
     *
     * @param after and {@code before} are exclusive
     */
    record Query(
            @Nullable CommandId id,
            @Nullable NodeId node,
            @Nullable Instant after,
            @Nullable Instant before,
            @Nullable String document,
            Set<CommandStatus> commands,
            Set<InvocationStatus> invocations) {
        public static final Query ANY = new Query(null, null, null, null, null, Set.of(), Set.of());

        public static Query of(CommandId id) {
            return new Query(id, null, null, null, null, Set.of(), Set.of());
        }

        public static Query on(NodeId node) {
            return new Query(null, node, null, null, null, Set.of(), Set.of());
        }
    }

    /**
     * Everything or nothing: one node that the caller may not send it to refuses the whole.
     *
     * @throws CommandRefused
     */
    Outcome<Command> send(Caller caller, Send send);

    /**
     * What waits will not run; what runs is told to stop, and counts as cancelled once its node says so. Idempotent.
     *
     * @param nodes empty for all
     * @throws CommandRefused INVALID_COMMAND, INVALID_NODE
     */
    Outcome<CommandId> cancel(Caller caller, CommandId id, Set<NodeId> nodes);

    /** What the caller may see: own, and all for those permitted more; newest first, at most {@link #MOST_SHOWN}. */
    List<Command> visibleTo(Caller caller, Query query);

    /** The same for what came of them; of one command in the order of its nodes, and all of them. */
    List<Invocation> invocationsVisibleTo(Caller caller, Query query);

    // without a decision: for what the caller may see

    Optional<Command> find(CommandId id);

    Optional<Invocation> invocation(CommandId id, NodeId node);

    /** Every step of the document in order, with what came of it so far. */
    List<StepResult> steps(CommandId id, NodeId node);

    /**
     * What came of a command on a node, in a word: of the first step that did not succeed, else of the last one that ran.
     *
     * @param code its exit status; null while none is over
     * @param beginning of its output, at most {@value #LONGEST_BEGINNING} characters
     */
    record Glimpse(@Nullable Integer code, String beginning) {
        static final int LONGEST_BEGINNING = 200;
    }

    /** Of every node that said something. */
    Map<NodeId, Glimpse> glimpses(CommandId id);

    /**
     * What policies are asked about a command; whether it is the caller's own is a condition key.
     *
     * @param command null for one there is not
     */
    Leg leg(String action, Caller caller, @Nullable Command command);
}
