package dev.postern.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of a request with their values. Names are case-insensitive, tag keys in them too. A key has one value, or is
 * multivalued, which is a different thing also with one value in it; a key without values is absent, like one that was never put.
 */
public final class RequestContext {
    public static final RequestContext EMPTY = builder().build();

    private final Map<String, Attribute> keys;
    private final List<Tags> tags;

    /** @param many multivalued, however many there are */
    record Attribute(boolean many, List<String> values) {
        String first() {
            return values.getFirst();
        }
    }

    /** Tags stay as they are: making keys of them would cost more than asking them. */
    private record Tags(String prefix, Map<String, String> all) {
        @Nullable Attribute find(String key) {
            if (!key.startsWith(prefix)) return null;
            List<String> found = List.of();
            for (var tag : all.entrySet()) {
                var name = tag.getKey();
                if (name.length() == key.length() - prefix.length()
                        && key.regionMatches(true, prefix.length(), name, 0, name.length())) {
                    if (found.isEmpty()) {
                        found = List.of(tag.getValue());
                    } else {
                        found = new ArrayList<>(found);
                        found.add(tag.getValue());
                    }
                }
            }
            // Two tags whose keys differ in case alone are one key with two values: multivalued.
            return found.isEmpty() ? null : new Attribute(found.size() > 1, found);
        }
    }

    private RequestContext(Map<String, Attribute> keys, List<Tags> tags) {
        this.keys = keys;
        this.tags = tags;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** @param key in lower case */
    @Nullable Attribute find(String key) {
        var found = keys.get(key);
        if (found != null) return found;
        for (var each : tags) {
            found = each.find(key);
            if (found != null) return found;
        }
        return null;
    }

    /** Gathers keys; a later value of a key replaces an earlier one. */
    public static final class Builder {
        private final Map<String, Attribute> keys = new HashMap<>();
        private final List<Tags> tags = new ArrayList<>();

        private Builder() {}

        /** A key with one value, written as AWS writes its type: dates in ISO 8601, numbers in digits, binary in base64. */
        public Builder put(String key, String value) {
            keys.put(key.toLowerCase(Locale.ROOT), new Attribute(false, List.of(value)));
            return this;
        }

        /** A multivalued key. */
        public Builder put(String key, List<String> values) {
            var name = key.toLowerCase(Locale.ROOT);
            if (values.isEmpty()) keys.remove(name);
            else keys.put(name, new Attribute(true, List.copyOf(values)));
            return this;
        }

        /**
         * Tags as condition keys, one each.
         *
         * @param prefix e.g. {@code aws:ResourceTag}
         */
        public Builder tags(String prefix, Map<String, String> all) {
            if (!all.isEmpty()) tags.add(new Tags(prefix.toLowerCase(Locale.ROOT) + "/", Map.copyOf(all)));
            return this;
        }

        public RequestContext build() {
            return new RequestContext(keys.isEmpty() ? Map.of() : new HashMap<>(keys), List.copyOf(tags));
        }
    }
}
