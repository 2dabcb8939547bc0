package dev.postern.inventory;

import java.util.regex.Pattern;

/** A node of the own fleet: {@code mi-} and 17 hex digits, as the client models demand (botocore ssm/2014-11-06, ManagedInstanceId). */
public record NodeId(String value) {
    private static final Pattern FORM = Pattern.compile("mi-[0-9a-f]{17}");

    public NodeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a node id (mi- and 17 hex digits): " + value);
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
