package dev.postern.policy;

/** What policies say to a request. */
public enum Verdict {
    ALLOWED("allowed"),
    /** A statement denies, or the organisation's guard-rails allow it at not every level. */
    EXPLICIT_DENY("explicitDeny"),
    /** Nothing denies, and something that had to allow does not. */
    IMPLICIT_DENY("implicitDeny");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** As IAM's simulator says it. */
    public String word() {
        return word;
    }

    public boolean allowed() {
        return this == ALLOWED;
    }
}
