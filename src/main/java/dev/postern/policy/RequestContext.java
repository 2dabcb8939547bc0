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

    private static final String AWS_RESOURCE_TAG = "aws:resourcetag/";
    private static final String SSM_RESOURCE_TAG = "ssm:resourcetag/";

    private final @Nullable RequestContext base;
    private final Map<String, Attribute> keys;
    private final List<Tags> tags;

    /** @param many multivalued, however many there are */
    record Attribute(boolean many, List<String> values) {
        String first() {
            return values.getFirst();
        }

        /** Two tags whose keys differ in case alone are one key with two values. */
        Attribute and(String value) {
            var all = new ArrayList<>(values);
            all.add(value);
            return new Attribute(true, List.copyOf(all));
        }
    }

    /** Tags stay as they are: making keys of them would cost more than asking them. */
    private record Tags(String prefix, String[] names, String[] values) {
        Tags(String prefix, Map<String, String> all) {
            this(prefix, all.keySet().toArray(String[]::new), all.values().toArray(String[]::new));
        }

        @Nullable Attribute find(String key) {
            if (!key.startsWith(prefix)) return null;
            Attribute found = null;
            for (int i = 0; i < names.length; i++) {
                if (names[i].length() == key.length() - prefix.length()
                        && key.regionMatches(true, prefix.length(), names[i], 0, names[i].length()))
                    found = found == null ? new Attribute(false, List.of(values[i])) : found.and(values[i]);
            }
            return found;
        }
    }

    private RequestContext(@Nullable RequestContext base, Map<String, Attribute> keys, List<Tags> tags) {
        this.base = base;
        this.keys = keys;
        this.tags = tags;
    }

    public static Builder builder() {
        return new Builder(null);
    }

    /** This, and more: what differs from leg to leg, or from node to node. What is put there comes before what is here. */
    public Builder with() {
        return new Builder(this);
    }

    /** @param key in lower case */
    @Nullable Attribute find(String key) {
        var found = keys.get(key);
        if (found != null) return found;
        for (var each : tags) {
            found = each.find(key);
            if (found != null) return found;
        }
        return base == null ? null : base.find(key);
    }

    /** Gathers keys; a later value of a key replaces an earlier one. */
    public static final class Builder {
        private final @Nullable RequestContext base;
        private final Map<String, Attribute> keys = new HashMap<>();
        private final List<Tags> tags = new ArrayList<>(2);

        private Builder(@Nullable RequestContext base) {
            this.base = base;
        }

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

        /** A node's or document's tags, as {@code aws:ResourceTag/…} and {@code ssm:resourceTag/…}. */
        public Builder resourceTags(Map<String, String> all) {
            if (all.isEmpty()) return this;
            var aws = new Tags(AWS_RESOURCE_TAG, all);
            tags.add(aws);
            tags.add(new Tags(SSM_RESOURCE_TAG, aws.names(), aws.values()));
            return this;
        }

        /**
         * Tags as condition keys, one each.
         *
         * @param prefix e.g. {@code aws:RequestTag}
         */
        public Builder tags(String prefix, Map<String, String> all) {
            if (!all.isEmpty()) tags.add(new Tags(prefix.toLowerCase(Locale.ROOT) + "/", all));
            return this;
        }

        public RequestContext build() {
            return new RequestContext(base, keys.isEmpty() ? Map.of() : new HashMap<>(keys), List.copyOf(tags));
        }
    }
}
