package dev.postern.identity;

/**
 * Published (Spring event, synchronously, within the transaction that does it) when a user, a group or a role is made, and when it is gone: what was
 * kept under that name is nobody's, and who bears it next inherits nothing.
 */
public record Succession(Kind kind, String name) {
    /** Whose name it is. */
    public enum Kind {
        USER,
        GROUP,
        ROLE
    }

    public static Succession user(String name) {
        return new Succession(Kind.USER, name);
    }

    public static Succession group(String name) {
        return new Succession(Kind.GROUP, name);
    }

    public static Succession role(String name) {
        return new Succession(Kind.ROLE, name);
    }
}
