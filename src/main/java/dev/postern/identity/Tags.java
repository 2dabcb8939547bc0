package dev.postern.identity;

import java.util.Map;
import java.util.TreeMap;

/** The rules of tags, the same for principals, nodes, activations and documents (botocore ssm/2014-11-06: TagKey, TagValue, TagList). */
public final class Tags {
    static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    /** In AWS's documentation of tags: for its own use, whatever the case. */
    private static final String RESERVED = "aws:";

    private Tags() {}

    /** @throws IllegalArgumentException names the broken rule */
    public static void check(Map<String, String> tags) {
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || !legible(key)) {
                throw new IllegalArgumentException("a tag's key is 1–" + LONGEST_KEY + " characters on one line");
            }
            if (key.regionMatches(true, 0, RESERVED, 0, RESERVED.length())) {
                throw new IllegalArgumentException("a tag's key must not begin with " + RESERVED
                        + ", which AWS keeps for tags of its own: choose another than " + key);
            }
            if (value.length() > LONGEST_VALUE || !legible(value)) {
                throw new IllegalArgumentException(
                        "the value of tag " + key + " must be up to " + LONGEST_VALUE + " characters on one line");
            }
        });
        checkTogether(tags);
    }

    /**
     * Of all tags that something would have. Policies do not tell keys apart by case (semantics.md §1): two that differ in nothing else would be one key with two
     * values, which no condition meets, so that adding {@code ENV} would undo what is denied by {@code env}.
     *
     * @throws IllegalArgumentException when there are too many, or two of them are one to policies
     */
    public static void checkTogether(Map<String, String> tags) {
        if (tags.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " tags");
        }
        var folded = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var key : tags.keySet()) {
            var same = folded.put(key, key);
            if (same != null) {
                throw new IllegalArgumentException(
                        "tags " + same + " and " + key
                                + " differ in case alone, and policies take them for one: use one way to write it, or remove the other first");
            }
        }
    }

    private static boolean legible(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
