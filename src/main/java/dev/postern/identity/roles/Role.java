package dev.postern.identity.roles;

import dev.postern.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody may be for a while. Until policies say what a role may do, it is an administrator's or a plain user's.
 *
 * @param id {@code AROA…}, never given twice
 * @param name 1–64 of {@code [A-Za-z0-9_+=,.@-]}; names that differ only in case are one, as in IAM
 * @param longest how long one may stay in it at once, one to twelve hours
 * @param administrator whether whoever is in it may do what administrators may
 */
public record Role(String id, String name, Duration longest, boolean administrator, Trust trust, Instant createdAt) {
    public static final Duration SHORTEST_LIMIT = Duration.ofHours(1);
    public static final Duration LONGEST_LIMIT = Duration.ofHours(12);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,64}");

    public Role {
        if (!isName(name)) throw new IllegalArgumentException("a role's name is 1–64 of A–Z a–z 0–9 _ + = , . @ -");
        if (longest.compareTo(SHORTEST_LIMIT) < 0 || longest.compareTo(LONGEST_LIMIT) > 0)
            throw new IllegalArgumentException("a role's longest session is one to twelve hours");
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Those whoever is in the role counts as a member of. */
    Set<String> groups() {
        return administrator ? Set.of(Caller.ADMINISTRATORS) : Set.of();
    }
}
