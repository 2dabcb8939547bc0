package dev.postern.keys;

import dev.postern.keys.KmsRefused.Code;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tags of keys, and their rules (botocore kms/2014-11-01: TagKeyType, TagValueType; the rest from the text of TagResource). */
final class StoredKmsTags {
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final String RESERVED = "aws:";

    private final JdbcClient jdbc;

    StoredKmsTags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static void check(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            if (key.isEmpty()
                    || key.length() > LONGEST_KEY
                    || !TEXT.matcher(key).matches())
                throw wrong("The key of tag '" + key + "' must be 1 to " + LONGEST_KEY + " letters, digits, spaces or"
                        + " _ . : / = + - @");
            if (key.startsWith(RESERVED))
                throw wrong("The key of tag '" + key + "' begins with " + RESERVED
                        + ", which is reserved: give it another name.");
            if (value.length() > LONGEST_VALUE || !TEXT.matcher(value).matches())
                throw wrong("The value of tag '" + key + "' must be up to " + LONGEST_VALUE
                        + " letters, digits, spaces or _ . : / = + - @");
        });
        count(tags.size());
        sameButForCase(tags);
    }

    /** To policies they would be one key with two values, which no condition meets. */
    private static void sameButForCase(Map<String, String> tags) {
        var folded = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var key : tags.keySet()) {
            var same = folded.put(key, key);
            if (same != null)
                throw wrong(
                        "The tags '" + same + "' and '" + key
                                + "' differ in case alone, and policies take them for one: use one way to write it, or remove the other first");
        }
    }

    SortedMap<String, String> of(UUID key) {
        var tags = new TreeMap<String, String>();
        jdbc.sql("SELECT tag_key, tag_value FROM kms_key_tag WHERE key_id = ?")
                .param(key)
                .query(row -> {
                    tags.put(row.getString("tag_key"), row.getString("tag_value"));
                });
        return tags;
    }

    Map<UUID, SortedMap<String, String>> ofAll() {
        Map<UUID, SortedMap<String, String>> tags = new HashMap<>();
        jdbc.sql("SELECT key_id, tag_key, tag_value FROM kms_key_tag").query(row -> {
            tags.computeIfAbsent(row.getObject("key_id", UUID.class), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return tags;
    }

    /** The caller holds the key's row. */
    void add(UUID key, Map<String, String> tags) {
        check(tags);
        var after = of(key);
        after.putAll(tags);
        count(after.size());
        sameButForCase(after);
        remove(key, tags.keySet());
        tags.forEach((name, value) -> jdbc.sql("INSERT INTO kms_key_tag (key_id, tag_key, tag_value) VALUES (?, ?, ?)")
                .params(key, name, value)
                .update());
    }

    void remove(UUID key, Collection<String> names) {
        for (var name : names)
            jdbc.sql("DELETE FROM kms_key_tag WHERE key_id = ? AND tag_key = ?")
                    .params(key, name)
                    .update();
    }

    private static void count(int tags) {
        if (tags > KmsKeys.MOST_TAGS)
            throw new KmsRefused(
                    Code.LIMIT_EXCEEDED, "A key can have at most " + KmsKeys.MOST_TAGS + " tags, not " + tags + ".");
    }

    private static KmsRefused wrong(String message) {
        return new KmsRefused(Code.WRONG_TAG, message);
    }
}
