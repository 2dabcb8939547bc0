package dev.postern.trail;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What shall be written.
 *
 * @param action the event's name as CloudTrail has it, e.g. {@code StartSession}, {@code ConsoleLogin}
 * @param resource ARN of what it was done to, or empty
 * @param details further facts, plain text, never a secret
 * @param follows the entry this one completes (a failed effect), if any
 */
public record NewEntry(
        String action,
        Actor actor,
        Outcome outcome,
        String resource,
        @Nullable String node,
        @Nullable String session,
        SortedMap<String, String> details,
        @Nullable UUID follows) {
    public NewEntry {
        details = new TreeMap<>(details);
    }

    public static NewEntry of(String action, Actor actor, Outcome outcome) {
        return new NewEntry(action, actor, outcome, "", null, null, new TreeMap<>(), null);
    }

    public NewEntry on(String resource) {
        return new NewEntry(action, actor, outcome, resource, node, session, details, follows);
    }

    public NewEntry node(@Nullable String node) {
        return new NewEntry(action, actor, outcome, resource, node, session, details, follows);
    }

    public NewEntry session(@Nullable String session) {
        return new NewEntry(action, actor, outcome, resource, node, session, details, follows);
    }

    public NewEntry with(String key, String value) {
        var more = new TreeMap<>(details);
        more.put(key, value);
        return new NewEntry(action, actor, outcome, resource, node, session, more, follows);
    }

    public NewEntry with(Map<String, String> facts) {
        var more = new TreeMap<>(details);
        more.putAll(facts);
        return new NewEntry(action, actor, outcome, resource, node, session, more, follows);
    }

    public NewEntry follows(UUID entry) {
        return new NewEntry(action, actor, outcome, resource, node, session, details, entry);
    }
}
