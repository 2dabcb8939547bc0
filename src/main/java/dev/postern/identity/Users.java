package dev.postern.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Local users and their sign-in by password. */
public interface Users {
    Optional<User> find(String name);

    List<User> all();

    boolean isEmpty();

    User create(String name, String password, Set<String> groups);

    void setPassword(String name, String password);

    /** The principal this user is, for a call from that address. */
    Caller callerFor(User user, @Nullable String address);
}
