package dev.postern.access;

import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody asked, with all it takes to ask it again, as it is kept: as what they came, and about what. Of a user the id alone, since what
 * a user has is looked up when it is asked again; of a role session what was given to it on the way. No key, no password, and no
 * {@code sts:ExternalId}, which an outsider is known by.
 */
final class Asked {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String WITHHELD = "sts:ExternalId";

    private Asked() {}

    /** @param whole false where something was withheld, so that nobody can ask this again truly */
    record Legs(List<Leg> legs, boolean whole) {
        Legs {
            legs = List.copyOf(legs);
        }
    }

    /** @throws IllegalArgumentException for those whom no policy of the account bears on */
    static String standing(Standing standing) {
        var json = JSON.createObjectNode();
        switch (standing) {
            case Standing.Own own -> json.put("user", own.id());
            case Standing.InRole in -> {
                json.put("role", in.roleId()).put("origin", in.origin()).put("member", in.member());
                if (in.sourceIdentity() != null) json.put("sourceIdentity", in.sourceIdentity());
                var tags = json.putArray("tags");
                for (var tag : in.tags())
                    tags.addObject()
                            .put("key", tag.key())
                            .put("value", tag.value())
                            .put("transitive", tag.transitive());
                in.policies().forEach(json.putArray("policies")::add);
            }
            case Standing.OfNode _, Standing.ByWebIdentity _ ->
                throw new IllegalArgumentException("no policy of the account bears on " + standing);
        }
        return json.toString();
    }

    /** Empty tags for a user, who has those of today. */
    static Standing standing(String text) {
        var json = JSON.readTree(text);
        if (json.has("user")) return new Standing.Own(json.path("user").stringValue(), new TreeMap<>());
        var tags = new ArrayList<SessionTag>();
        for (var tag : json.path("tags"))
            tags.add(new SessionTag(
                    tag.path("key").stringValue(),
                    tag.path("value").stringValue(),
                    tag.path("transitive").booleanValue()));
        return new Standing.InRole(
                json.path("role").stringValue(),
                json.path("origin").stringValue(),
                json.path("member").booleanValue(),
                json.has("sourceIdentity") ? json.path("sourceIdentity").stringValue() : null,
                tags,
                texts(json.path("policies")));
    }

    static String legs(List<Leg> legs) {
        var list = JSON.createArrayNode();
        for (var leg : legs) {
            var json = list.addObject().put("action", leg.action()).put("resource", leg.resource());
            if (!leg.aliases().isEmpty()) leg.aliases().forEach(json.putArray("aliases")::add);
            var tags = leg.tags();
            if (tags != null && !tags.isEmpty()) put(json.putObject("tags"), tags);
            var keys = new TreeMap<>(leg.keys());
            if (keys.remove(WITHHELD) != null) json.put("withheld", true);
            if (!keys.isEmpty()) put(json.putObject("keys"), keys);
            if (!leg.tagKeys().isEmpty()) leg.tagKeys().forEach(json.putArray("tagKeys")::add);
        }
        return list.toString();
    }

    static Legs legs(String text) {
        var legs = new ArrayList<Leg>();
        boolean whole = true;
        for (var json : JSON.readTree(text)) {
            whole &= !json.has("withheld");
            legs.add(new Leg(
                    json.path("action").stringValue(),
                    json.path("resource").stringValue(),
                    texts(json.path("aliases")),
                    pairs(json.path("tags")),
                    pairs(json.path("keys")),
                    new TreeSet<>(texts(json.path("tagKeys")))));
        }
        return new Legs(legs, whole);
    }

    static String circumstances(Map<String, String> keys) {
        var json = JSON.createObjectNode();
        put(json, keys);
        return json.toString();
    }

    static SortedMap<String, String> circumstances(String text) throws JacksonException {
        return pairs(JSON.readTree(text));
    }

    private static void put(ObjectNode json, Map<String, String> pairs) {
        pairs.forEach(json::put);
    }

    private static SortedMap<String, String> pairs(JsonNode json) {
        var pairs = new TreeMap<String, String>();
        for (var entry : json.properties())
            pairs.put(entry.getKey(), entry.getValue().stringValue());
        return pairs;
    }

    private static List<String> texts(JsonNode json) {
        var texts = new ArrayList<String>();
        for (var each : json) texts.add(each.stringValue());
        return texts;
    }
}
