package dev.postern.access;

import dev.postern.policy.ActionCatalog;
import dev.postern.policy.PolicyResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One thing done to one resource: what a policy is asked about. A request has one leg or several, each with tags and facts of its own.
 *
 * @param action IAM's name, e.g. {@code ssm:StartSession}; what AWS has no name for is {@code postern:*}
 * @param resource the ARN it is done to; for an action without resource types whatever the trail should name
 * @param aliases further ARNs of the same thing
 * @param tags of the resource; null for a node's, which are looked up
 * @param keys condition keys beside what the caller and the moment bring
 * @param tagKeys of tags that are to be given or taken: {@code aws:TagKeys}
 */
public record Leg(
        String action,
        String resource,
        List<String> aliases,
        @Nullable SortedMap<String, String> tags,
        SortedMap<String, String> keys,
        SortedSet<String> tagKeys) {
    public Leg {
        aliases = List.copyOf(aliases);
        keys = new TreeMap<>(keys);
        // most legs have none, and lists make many legs
        tagKeys = tagKeys.isEmpty() ? Collections.emptySortedSet() : new TreeSet<>(tagKeys);
    }

    public static Leg of(String action, String resource) {
        return new Leg(action, resource, List.of(), null, new TreeMap<>(), Collections.emptySortedSet());
    }

    /** The resource has these tags. */
    public Leg tagged(Map<String, String> tags) {
        return new Leg(action, resource, aliases, new TreeMap<>(tags), keys, tagKeys);
    }

    /** The resource is also called this. */
    public Leg alias(String arn) {
        var all = new ArrayList<>(aliases);
        all.add(arn);
        return new Leg(action, resource, all, tags, keys, tagKeys);
    }

    /** A condition key with its value. */
    public Leg where(String key, String value) {
        var more = new TreeMap<>(keys);
        more.put(key, value);
        return new Leg(action, resource, aliases, tags, more, tagKeys);
    }

    /** It is to be given these tags, which are not its own yet: {@code aws:RequestTag/…} and {@code aws:TagKeys}. */
    public Leg giving(Map<String, String> given) {
        var more = new TreeMap<>(keys);
        given.forEach((key, value) -> more.put("aws:RequestTag/" + key, value));
        return new Leg(action, resource, aliases, tags, more, tagKeys).taking(given.keySet());
    }

    /** Tags with these keys are to be taken from it: {@code aws:TagKeys}. */
    public Leg taking(Collection<String> taken) {
        var all = new TreeSet<>(tagKeys);
        all.addAll(taken);
        return new Leg(action, resource, aliases, tags, keys, all);
    }

    /** Another action, done to the same under the same circumstances. */
    public Leg as(String other) {
        return new Leg(other, resource, aliases, tags, keys, tagKeys);
    }

    PolicyResource asked() {
        if (ActionCatalog.find(action)
                .filter(ActionCatalog.Action::hasNoResource)
                .isPresent()) return PolicyResource.ANY;
        return PolicyResource.of(resource, aliases.toArray(String[]::new));
    }
}
