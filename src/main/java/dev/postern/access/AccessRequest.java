package dev.postern.access;

import dev.postern.identity.Caller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants something done. All legs must be allowed; the first gives the event its name.
 *
 * @param legs at least one
 * @param details facts for the trail
 */
public record AccessRequest(
        Caller caller,
        List<Leg> legs,
        @Nullable String node,
        @Nullable String session,
        SortedMap<String, String> details) {
    public AccessRequest {
        if (legs.isEmpty()) throw new IllegalArgumentException("a request is about something");
        legs = List.copyOf(legs);
        details = new TreeMap<>(details);
    }

    public static AccessRequest of(Caller caller, String action, String resource) {
        return of(caller, Leg.of(action, resource));
    }

    public static AccessRequest of(Caller caller, Leg leg) {
        return new AccessRequest(caller, List.of(leg), null, null, new TreeMap<>());
    }

    public String action() {
        return legs.getFirst().action();
    }

    public String resource() {
        return legs.getFirst().resource();
    }

    /** It takes this as well. */
    public AccessRequest and(Leg leg) {
        return and(List.of(leg));
    }

    public AccessRequest and(List<Leg> more) {
        var all = new ArrayList<>(legs);
        all.addAll(more);
        return new AccessRequest(caller, all, node, session, details);
    }

    /** Under these circumstances, whatever the caller's are now: for what was begun before. */
    public AccessRequest where(Map<String, String> keys) {
        var changed = new ArrayList<Leg>();
        for (var leg : legs) {
            var more = leg;
            for (var key : keys.entrySet()) more = more.where(key.getKey(), key.getValue());
            changed.add(more);
        }
        return new AccessRequest(caller, changed, node, session, details);
    }

    /** What the first leg is about is to be given these tags; the trail says which. */
    public AccessRequest giving(Map<String, String> tags) {
        var facts = new TreeMap<String, String>();
        tags.forEach((key, value) -> facts.put("tag." + key, value));
        return first(legs.getFirst().giving(tags)).with(facts);
    }

    /** Tags with these keys are to be taken from what the first leg is about; the trail says which. */
    public AccessRequest taking(Collection<String> tagKeys) {
        return first(legs.getFirst().taking(tagKeys)).with(Map.of("tagKeys", String.join(", ", tagKeys)));
    }

    private AccessRequest first(Leg leg) {
        var changed = new ArrayList<>(legs);
        changed.set(0, leg);
        return new AccessRequest(caller, changed, node, session, details);
    }

    public AccessRequest node(String node) {
        return new AccessRequest(caller, legs, node, session, details);
    }

    public AccessRequest session(String session) {
        return new AccessRequest(caller, legs, node, session, details);
    }

    public AccessRequest with(Map<String, String> facts) {
        var more = new TreeMap<>(details);
        more.putAll(facts);
        return new AccessRequest(caller, legs, node, session, more);
    }
}
