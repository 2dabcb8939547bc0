package dev.postern.identity.roles;

import dev.postern.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What somebody may be for a while. What a role may is said by the policies attached to it.
 *
 * @param id {@code AROA…}, never given twice
 * @param name 1–64 of {@code [A-Za-z0-9_+=,.@-]}; names that differ only in case are one, as in IAM
 * @param longest how long one may stay in it at once, one to twelve hours
 * @param trustPolicy who may be in it, ready to be asked
 * @param tags of whoever is in it, beside those of the session
 */
public record Role(
        String id,
        String name,
        String description,
        Duration longest,
        Trust trust,
        Policy trustPolicy,
        SortedMap<String, String> tags,
        Instant createdAt) {
    public static final Duration SHORTEST_LIMIT = Duration.ofHours(1);
    public static final Duration LONGEST_LIMIT = Duration.ofHours(12);
    public static final int LONGEST_DESCRIPTION = 1000;

    /** {@code .} and {@code ..} go elsewhere in an address: nobody could open their page. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_+=,.@-]{1,64}");

    public Role {
        if (!isName(name))
            throw new IllegalArgumentException(
                    "a role's name is 1–64 of A–Z a–z 0–9 _ + = , . @ - and neither . nor ..");
        if (longest.compareTo(SHORTEST_LIMIT) < 0 || longest.compareTo(LONGEST_LIMIT) > 0)
            throw new IllegalArgumentException("a role's longest session is one to twelve hours");
        if (description.length() > LONGEST_DESCRIPTION)
            throw new IllegalArgumentException("a role's description is up to " + LONGEST_DESCRIPTION + " characters");
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
