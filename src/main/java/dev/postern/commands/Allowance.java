package dev.postern.commands;

import java.util.regex.Pattern;

/** So many of a command's nodes, as a number or as a share of all: {@code 10} or {@code 10%}. */
public record Allowance(String text) {
    private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,6}|[0-9]%|[1-9][0-9]%|100%");
    private static final int WHOLE = 100;

    /** As many nodes at once as the public model says where nobody says otherwise. */
    public static final Allowance FIFTY = new Allowance("50");

    public static final Allowance NONE = new Allowance("0");

    public Allowance {
        if (!isValid(text)) throw new IllegalArgumentException("neither a number nor a share in percent: " + text);
    }

    public static boolean isValid(String text) {
        return text.length() <= 7 && FORM.matcher(text).matches();
    }

    /** How many of so many nodes may run at once: one at least, or nothing would ever run. */
    int atOnce(int nodes) {
        return Math.max(1, of(nodes));
    }

    /** How many of so many nodes that is; a share is rounded down, so that it is never more than was allowed. */
    int of(int nodes) {
        if (!text.endsWith("%")) return Integer.parseInt(text);
        return (int) ((long) nodes * Integer.parseInt(text.substring(0, text.length() - 1)) / WHOLE);
    }
}
