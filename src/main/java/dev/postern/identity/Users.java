package dev.postern.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Local users and their sign-in by password. */
public interface Users {
    Optional<User> find(String name);

    List<User> all();

    boolean isEmpty();

    /** @throws IllegalArgumentException names the rule of names or passwords that is broken, or says the name is taken */
    User create(String name, String password, Set<String> groups);

    /**
     * Somebody in no group, who cannot sign in by password until they are given one.
     *
     * @throws IllegalArgumentException names the rule of names or tags that is broken, or says the name is taken
     */
    User create(String name, Map<String, String> tags);

    /**
     * How somebody comes to be signed in.
     *
     * @param password whether they have one here
     * @param issuer the identity provider that vouches for them; null for who is known here alone
     * @param last when they did last; null for never
     */
    record SignIn(
            boolean password,
            @Nullable String issuer,
            @Nullable Instant last) {}

    Optional<SignIn> signIn(String name);

    /** By name. */
    Map<String, SignIn> signIns();

    /** They did just now. */
    void signedIn(String name);

    /** Whether they sign in by a password of ours; who comes by an identity provider has none. */
    boolean hasPassword(String name);

    /** Tells one password of theirs from the next, and nothing of either; empty for who has none. */
    String passwordMark(String name);

    /** They sign in by password no more; everything else of theirs stays. */
    void removePassword(String name);

    /** @throws IllegalArgumentException names the broken rule, or says that there is no such user, or one who comes by an identity provider */
    void setPassword(String name, String password);

    /** A disabled user signs in nowhere, and is nobody at the next call: in the console, and by access key. */
    void setEnabled(String name, boolean enabled);

    /** With their keys, memberships and all. False when there is none of that name. */
    boolean delete(String name);

    /**
     * At most 50 tags, keys 1–128, values 0–256 characters; those with these keys are replaced.
     *
     * @throws IllegalArgumentException names the broken rule, or says that there is no such user
     */
    void tag(String name, Map<String, String> tags);

    void untag(String name, Collection<String> keys);

    /** The principal this user is, for a call from that address. */
    Caller callerFor(User user, @Nullable String address);
}
