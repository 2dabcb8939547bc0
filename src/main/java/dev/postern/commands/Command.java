package dev.postern.commands;

import dev.postern.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was asked.
 *
 * @param owner ARN of the principal who sent it
 * @param ownerId their {@code aws:userid}
 * @param ownerName the user's name
 * @param parameters as they were given; those left out have the document's defaults
 * @param comment may be empty
 * @param deliverWithin how long a node whose turn it is has to be told
 * @param mostAtOnce how many nodes may run it at the same time
 * @param mostErrors with how many errors it goes on to further nodes
 * @param expiresAt when it will be over at the latest
 * @param tally where it stands on its nodes
 */
public record Command(
        CommandId id,
        String owner,
        String ownerId,
        String ownerName,
        String document,
        String documentVersion,
        Map<String, List<String>> parameters,
        Targets targets,
        String comment,
        Duration deliverWithin,
        Allowance mostAtOnce,
        Allowance mostErrors,
        OutputPlace output,
        Instant requestedAt,
        Instant expiresAt,
        CommandStatus status,
        Instant since,
        Tally tally) {
    public Command {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Where stock agents put whole outputs besides. Postern's own agent puts none there.
     *
     * @param bucket of S3; empty for none, as all of these may be
     */
    public record OutputPlace(String region, String bucket, String prefix, String logGroup, boolean logs) {
        public static final OutputPlace NONE = new OutputPlace("", "", "", "", false);
    }

    Command with(Tally other) {
        return new Command(
                id,
                owner,
                ownerId,
                ownerName,
                document,
                documentVersion,
                parameters,
                targets,
                comment,
                deliverWithin,
                mostAtOnce,
                mostErrors,
                output,
                requestedAt,
                expiresAt,
                status,
                since,
                other);
    }

    /** Whether they sent it: they, and not somebody who was given their name later. */
    public boolean isOf(Caller caller) {
        return owner.equals(caller.arn()) && ownerId.equals(caller.userId());
    }

    /** How long it took, or takes so far. */
    public Duration duration(Instant now) {
        return Duration.between(requestedAt, status.over() ? since : now);
    }
}
