package dev.postern.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users whom an identity provider vouches for: made at their first sign-in, and known by issuer and subject alone. */
public interface ProvidedUsers {
    /**
     * What the provider says of somebody.
     *
     * @param subject never changes at the provider, and is nobody else's there
     * @param name what they would like to be called; whatever it is, it makes them nobody who is here already
     * @param groups the groups here, not the provider's
     * @param tags by key
     */
    record Person(String issuer, String subject, String name, Set<String> groups, Map<String, String> tags) {
        public Person {
            groups = Set.copyOf(groups);
            tags = Map.copyOf(tags);
        }
    }

    Optional<User> find(String issuer, String subject);

    /**
     * Makes the user, or has them as the provider says now: the groups they had from it are replaced, those that somebody here put them into stay. The
     * trail is told first.
     */
    User take(Person person);
}
