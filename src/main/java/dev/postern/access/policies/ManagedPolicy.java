package dev.postern.access.policies;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A policy with a name of its own, attached to any number of principals.
 *
 * @param id {@code ANPA…}
 * @param arn {@code arn:aws:iam::account:policy/name}; of those that come with Postern {@code arn:aws:iam::aws:policy/name}
 * @param builtIn comes with Postern, and nobody changes it
 * @param document of the default version, the one that counts
 * @param defaultVersion its number
 */
public record ManagedPolicy(
        String id,
        String name,
        String arn,
        String description,
        boolean builtIn,
        String document,
        int defaultVersion,
        SortedMap<String, String> tags,
        Instant createdAt,
        Instant updatedAt) {
    public static final int LONGEST_NAME = 128;
    public static final int LONGEST_DESCRIPTION = 1000;

    public ManagedPolicy {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** As IAM writes numbers of versions: {@code v1}. */
    public static String version(int number) {
        return "v" + number;
    }
}
