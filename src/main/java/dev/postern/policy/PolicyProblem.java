package dev.postern.policy;

/**
 * What is wrong with a policy document, or dubious: where, which rule it breaks, and what to write instead.
 *
 * @param path e.g. {@code Statement[2].Condition.StringLike}; empty for the document as a whole
 */
public record PolicyProblem(Severity severity, Position at, String path, String rule, String fix) {
    public enum Severity {
        /** The document is not taken. */
        ERROR,
        /** The document is taken, and probably does not do what its author thinks. */
        REMARK
    }

    /** A place in the document's text; both count from 1, columns in UTF-16 units as editors do. */
    public record Position(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    @Override
    public String toString() {
        var place = at.toString();
        return Character.toUpperCase(place.charAt(0)) + place.substring(1) + ": "
                + (path.isEmpty() ? "the document" : path) + " " + rule + ". " + fix;
    }
}
