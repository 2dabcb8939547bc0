package dev.postern.identity;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Users whom an identity provider vouches for: made at their first sign-in, and known by issuer and subject alone. */
public interface ProvidedUsers {
    /**
     * What the provider says of somebody.
     *
     * @param subject never changes at the provider, and is nobody else's there
     * @param name what they would like to be called; whatever it is, it makes them nobody who is here already
     * @param groups the groups here, not the provider's; those that nobody made here are left out
     * @param tags by key; a key without a value is one that the provider decides about and says nothing of
     */
    record Person(
            String issuer, String subject, String name, Set<String> groups, SortedMap<String, Optional<String>> tags) {
        public Person {
            groups = Set.copyOf(groups);
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }
    }

    Optional<User> find(String issuer, String subject);

    /**
     * Makes the user, or has them as the provider says now: the groups they had from it are replaced, those that somebody here put them into stay, and so
     * with tags. The trail is told first.
     */
    User take(Person person);
}
