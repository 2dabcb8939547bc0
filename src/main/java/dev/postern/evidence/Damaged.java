package dev.postern.evidence;

/** Evidence that is not what was kept: says where and what. */
public final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 80;

    public Damaged(String what) {
        super(what);
    }

    public Damaged(String what, Exception cause) {
        super(what, cause);
    }

    /** Text from a file that proves nothing yet, so that it stays within its line and moves no cursor. */
    static String shown(String text) {
        var clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > LONGEST_SHOWN ? clean.substring(0, LONGEST_SHOWN) + "…" : clean;
    }

    /** Never empty. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
