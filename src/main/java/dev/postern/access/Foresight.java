package dev.postern.access;

import dev.postern.access.Foreseen.Row;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Assurance;
import dev.postern.policy.PolicyRequest;
import dev.postern.policy.PolicyResource;
import dev.postern.policy.RequestContext;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What would be decided: for somebody else than who asks, and after a change of policies that nobody has made yet. Nothing is done and nothing
 * written; who may ask is for the faces to check.
 *
 * <p>A destination counts as reached where it is with a second factor or without: who has to prove themselves once more can do so.
 */
@Component
public final class Foresight {
    /** Both at once take a few seconds at the worst: a decision takes a third of a microsecond. */
    public static final int MOST_PRINCIPALS = 200;

    public static final int MOST_DESTINATIONS = 10_000;

    private static final Map<String, String> ONE_FACTOR = Map.of("aws:MultiFactorAuthPresent", "false");

    private final Policies policies;
    private final PolicySource source;
    private final Concerned reach;
    private final Imagined imagined;
    private final Standpoints standpoints;
    private final Decisions decisions;

    /**
     * Somewhere one may want to get.
     *
     * @param name as people know it
     * @param legs what it takes, all of them, each with its tags
     */
    public record Destination(String name, List<Leg> legs) {
        public Destination {
            legs = List.copyOf(legs);
        }
    }

    Foresight(
            Policies policies,
            PolicySource source,
            Concerned reach,
            Imagined imagined,
            Standpoints standpoints,
            Decisions decisions) {
        this.policies = policies;
        this.source = source;
        this.reach = reach;
        this.imagined = imagined;
        this.standpoints = standpoints;
        this.decisions = decisions;
    }

    /**
     * What would be said to them now.
     *
     * @param who a user or a role
     * @param circumstances condition keys beside what is sure of them, and instead
     * @return empty for who is disabled or not there
     */
    public Optional<Decision> decide(Subject who, List<Leg> legs, Map<String, String> circumstances) {
        return imagined.caller(who).map(caller -> {
            var asked = AccessRequest.of(caller, legs.getFirst());
            for (var leg : legs.subList(1, legs.size())) asked = asked.and(leg);
            return decisions.decide(asked.where(circumstances), standpoints.imagined(caller, source));
        });
    }

    /**
     * Who would gain and lose which of these.
     *
     * @throws IllegalArgumentException where there is no such policy, or its new text cannot be read
     */
    public Foreseen of(PolicyChange change, List<Destination> destinations) {
        var after = new ChangedPolicies(source, change, policies);
        var concerned = reach.by(change);
        var looked = concerned.stream().limit(MOST_PRINCIPALS).toList();
        var asked = destinations.subList(0, Math.min(MOST_DESTINATIONS, destinations.size()));
        var rows = new ArrayList<Row>();
        Ways ways = null;
        for (var who : looked) {
            var caller = imagined.caller(who);
            if (caller.isEmpty()) continue;
            var now = standpoints.imagined(caller.get(), source);
            if (ways == null) ways = new Ways(asked, now.context());
            var before = ways.open(now);
            var then = ways.open(standpoints.imagined(Imagined.after(change, caller.get()), after));
            if (!before.equals(then)) rows.add(new Row(who, names(asked, then, before), names(asked, before, then)));
        }
        return new Foreseen(rows, looked.size(), concerned.size() - looked.size(), destinations.size() - asked.size());
    }

    /**
     * Names of the destinations they reach by what there is now, of the first {@link #MOST_DESTINATIONS}; none for who is disabled or not there. Of a group those
     * that its policies alone open to a member: its members' tags, boundaries and other policies are theirs.
     */
    public List<String> reached(Subject who, List<Destination> destinations) {
        var asked = destinations.subList(0, Math.min(MOST_DESTINATIONS, destinations.size()));
        var asking =
                who.kind() == Subject.Kind.GROUP ? Optional.of(imagined.memberOf(who.name())) : imagined.caller(who);
        return asking.map(caller -> standpoints.imagined(caller, source))
                .map(now -> names(asked, new Ways(asked, now.context()).open(now), new BitSet()))
                .orElse(List.of());
    }

    /** Of those that are in the one and not in the other. */
    private static List<String> names(List<Destination> destinations, BitSet in, BitSet notIn) {
        var left = (BitSet) in.clone();
        left.andNot(notIn);
        return left.stream().mapToObj(index -> destinations.get(index).name()).toList();
    }

    /** Destinations, ready to be asked for many principals: what differs from one to the next is not in them. */
    private static final class Ways {
        private final List<Way> legs = new ArrayList<>();
        private final int[][] ofDestination;

        private record Way(String action, PolicyResource resource, RequestContext once, RequestContext twice) {
            boolean isOpen(Standpoint standpoint) {
                var request = PolicyRequest.of(standpoint.principal(), action, resource, once);
                return standpoint.layers().decide(request).allowed()
                        || standpoint
                                .layers()
                                .decide(request.to(resource, twice))
                                .allowed();
            }
        }

        Ways(List<Destination> destinations, RequestContext moment) {
            // a document's leg is the same for every node
            var known = new HashMap<Leg, Integer>();
            ofDestination = destinations.stream()
                    .map(destination -> destination.legs().stream()
                            .mapToInt(leg -> known.computeIfAbsent(leg, missing -> add(missing, moment)))
                            .toArray())
                    .toArray(int[][]::new);
        }

        private int add(Leg leg, RequestContext moment) {
            legs.add(new Way(
                    leg.action(),
                    leg.asked(),
                    context(leg, moment, ONE_FACTOR),
                    context(leg, moment, Assurance.JUST_PROVEN)));
            return legs.size() - 1;
        }

        private static RequestContext context(Leg leg, RequestContext moment, Map<String, String> factors) {
            var context = moment.with();
            factors.forEach(context::put);
            var tags = leg.tags();
            if (tags != null) context.resourceTags(tags);
            leg.keys().forEach(context::put);
            return context.build();
        }

        BitSet open(Standpoint standpoint) {
            var asked = new BitSet(legs.size());
            var allowed = new BitSet(legs.size());
            var open = new BitSet(ofDestination.length);
            for (int i = 0; i < ofDestination.length; i++) {
                boolean all = true;
                for (int leg : ofDestination[i]) {
                    if (!asked.get(leg)) {
                        asked.set(leg);
                        allowed.set(leg, legs.get(leg).isOpen(standpoint));
                    }
                    all &= allowed.get(leg);
                }
                open.set(i, all);
            }
            return open;
        }
    }
}
