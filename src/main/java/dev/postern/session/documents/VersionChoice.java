package dev.postern.session.documents;

/** Which version of a document somebody means. */
public sealed interface VersionChoice {
    /** The one its owner made the default. */
    record Default() implements VersionChoice {}

    record Latest() implements VersionChoice {}

    record Numbered(int number) implements VersionChoice {}

    record Named(String versionName) implements VersionChoice {}

    VersionChoice DEFAULT = new Default();
    VersionChoice LATEST = new Latest();

    /**
     * As AWS's API spells it: {@code $DEFAULT}, {@code $LATEST} or a number.
     *
     * @throws IllegalArgumentException for anything else
     */
    static VersionChoice of(String word) {
        return switch (word) {
            case "$DEFAULT" -> DEFAULT;
            case "$LATEST" -> LATEST;
            default -> {
                // more digits than a version can have: a version nobody has
                if (word.matches("[1-9][0-9]{9,}")) yield new Numbered(Integer.MAX_VALUE);
                if (!word.matches("[1-9][0-9]*"))
                    throw new IllegalArgumentException("A version is $DEFAULT, $LATEST or a number, not " + word);
                yield new Numbered(Integer.parseInt(word));
            }
        };
    }
}
