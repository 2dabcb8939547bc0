package dev.postern.policy;

import org.jspecify.annotations.Nullable;

/** An ARN as a request names it: six parts, of which the last may contain further colons. */
final class Arn {
    static final int PARTS = 6;

    private static final int ACCOUNT = 4;

    private final String text;
    private final int[] colons;
    private final String type;

    private Arn(String text, int[] colons) {
        this.text = text;
        this.colons = colons;
        int slash = text.indexOf('/', from(PARTS - 1));
        this.type = slash < 0 ? "" : text.substring(from(PARTS - 1), slash);
    }

    /** @return null for what has fewer parts, or does not begin with {@code arn:} */
    static @Nullable Arn of(String text) {
        if (!text.startsWith("arn:")) return null;
        var colons = new int[PARTS - 1];
        int from = 0;
        for (int i = 0; i < colons.length; i++) {
            int colon = text.indexOf(':', from);
            if (colon < 0) return null;
            colons[i] = colon;
            from = colon + 1;
        }
        return new Arn(text, colons);
    }

    String text() {
        return text;
    }

    int from(int part) {
        return part == 0 ? 0 : colons[part - 1] + 1;
    }

    int to(int part) {
        return part == PARTS - 1 ? text.length() : colons[part];
    }

    /** What comes before the first slash of its last part, e.g. {@code managed-instance}; empty where there is none. */
    String type() {
        return type;
    }

    String account() {
        return text.substring(from(ACCOUNT), to(ACCOUNT));
    }
}
