package dev.postern.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A local user. The name is 1–64 of {@code [A-Za-z0-9_.@=+,-]}, as IAM has it; names that differ only in case are one.
 *
 * @param tags what policies see as {@code aws:PrincipalTag/…}
 */
public record User(
        String name, Set<String> groups, boolean enabled, Instant createdAt, SortedMap<String, String> tags) {
    /** {@code .} and {@code ..} go elsewhere in an address: nobody could open their page. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.@=+,-]{1,64}");

    public User {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a user's name is 1–64 of A–Z a–z 0–9 _ . @ = + , - and neither . nor ..");
        }
        groups = Set.copyOf(groups);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public User(String name, Set<String> groups, boolean enabled, Instant createdAt) {
        this(name, groups, enabled, createdAt, new TreeMap<>());
    }

    /** {@code AIDA…}: what {@code aws:userid} says. */
    public String id() {
        return UniqueId.of(UniqueId.USER, name, createdAt);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
