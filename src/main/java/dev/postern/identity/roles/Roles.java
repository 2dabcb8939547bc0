package dev.postern.identity.roles;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account's roles. Asks nobody's permission: faces come here through the gate. */
public interface Roles {
    /** As many as IAM lets an account have. */
    int MOST = 1000;

    /** The id of a role to come: known before it is made, so that the event that announces it names it. */
    String newId();

    /** What a new role is to be. */
    record Wanted(String id, String name, String description, Duration longest, Trust trust, Map<String, String> tags) {
        public Wanted {
            tags = Map.copyOf(tags);
        }

        public Wanted(String id, String name, Duration longest, Trust trust) {
            this(id, name, "", longest, trust, Map.of());
        }
    }

    /** @throws IllegalArgumentException names the rule that is broken, or says that there is such a role, or no such user */
    Role create(Wanted wanted);

    /** By name. Cached: every call in a role asks. */
    Optional<Role> find(String name);

    Optional<Role> withId(String id);

    /** By {@code arn:aws:iam::…:role/name}; empty for any other account's. */
    Optional<Role> at(String arn);

    /** By name. */
    List<Role> all();

    /**
     * Who is in it stays in it; who may come in is asked anew.
     *
     * @throws IllegalArgumentException names what is wrong with the document, or says that there is no such role
     */
    void setTrust(String name, String document);

    /** @throws IllegalArgumentException names the broken rule, or says that there is no such role */
    void change(String name, String description, Duration longest);

    /** As {@link dev.postern.identity.Users#tag}. */
    void tag(String name, Map<String, String> tags);

    void untag(String name, Collection<String> keys);

    /** Whoever is in it is nobody at the next call. False when there is none of that id. */
    boolean delete(String id);
}
