package dev.postern.session.documents;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern that a parameter's whole value must match. Matching takes time in proportion to the value's length, whoever wrote the pattern and whatever the
 * value: no look-around and no back-references, which take more.
 */
record AllowedPattern(Pattern pattern) {
    static final int MOST_CHARACTERS = 1_024;
    /** Counted repetitions are written out when a pattern is compiled: {@code ((a{1000}){1000}){1000}} would fill the memory. */
    static final int LARGEST = 10_000;

    /** @throws IllegalArgumentException says what about the pattern is not taken */
    static AllowedPattern of(String pattern) {
        if (pattern.length() > MOST_CHARACTERS)
            throw new IllegalArgumentException(
                    "has " + pattern.length() + " characters, a pattern may have " + MOST_CHARACTERS);
        if (PatternSize.of(pattern) > LARGEST)
            throw new IllegalArgumentException(
                    "repeats so much that it stands for more than " + LARGEST + " single steps");
        try {
            return new AllowedPattern(Pattern.compile(pattern));
        } catch (PatternSyntaxException unknown) {
            throw new IllegalArgumentException(
                    "is not taken: " + unknown.getDescription() + " `" + unknown.getPattern() + "`", unknown);
        }
    }

    boolean matches(String value) {
        return pattern.matches(value);
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
