package dev.postern.console.policies;

import dev.postern.access.Leg;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Assurance;
import dev.postern.inventory.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator is asked.
 *
 * @param node what it is done to; null for what the resource says
 * @param resource an ARN; empty for an action that is done to nothing in particular
 * @param tags of what it is done to, instead of its own; empty for its own
 * @param at null for now
 * @param keys more condition keys
 */
record Question(
        Subject who,
        String action,
        @Nullable Node node,
        String resource,
        Map<String, String> tags,
        @Nullable Instant at,
        boolean secondFactor,
        Map<String, String> keys) {
    private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,63}");
    private static final String START = "ssm:StartSession";
    private static final String NOTHING = "*";

    static boolean isAction(String text) {
        return ACTION.matcher(text).matches();
    }

    /** A session takes its document, too. */
    List<Leg> legs(Account account, Destinations destinations) {
        var asked = node;
        if (asked == null) return List.of(onResource());
        var tagged = tagged(asked);
        return action.equalsIgnoreCase(START)
                ? destinations.start(tagged)
                : List.of(Leg.of(action, account.node(asked.id().value())).tagged(tagged.tags()));
    }

    /** Without tags of the question's own, those of the resource are looked up. */
    Leg onResource() {
        var leg = Leg.of(action, resource.isEmpty() ? NOTHING : resource);
        return tags.isEmpty() ? leg : leg.tagged(tags);
    }

    private Node tagged(Node asked) {
        if (tags.isEmpty()) return asked;
        return new Node(
                asked.id(),
                asked.name(),
                asked.facts(),
                new TreeMap<>(tags),
                asked.status(),
                asked.activationId(),
                asked.iamRole(),
                asked.registeredAt(),
                asked.lastSeen());
    }

    SortedMap<String, String> circumstances() {
        var all = new TreeMap<String, String>();
        var moment = at;
        if (moment != null) {
            all.put("aws:CurrentTime", moment.toString());
            all.put("aws:EpochTime", Long.toString(moment.getEpochSecond()));
        }
        all.put("aws:MultiFactorAuthPresent", String.valueOf(secondFactor));
        if (secondFactor) all.putAll(Assurance.JUST_PROVEN);
        all.putAll(keys);
        return all;
    }
}
