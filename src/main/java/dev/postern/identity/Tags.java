package dev.postern.identity;

import java.util.Map;

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
        checkCount(tags.size());
    }

    /** @throws IllegalArgumentException when there are too many */
    public static void checkCount(int tags) {
        if (tags > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " tags");
        }
    }

    private static boolean legible(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
