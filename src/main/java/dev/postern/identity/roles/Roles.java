package dev.postern.identity.roles;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The account's roles. Asks nobody's permission: faces come here through the gate. */
public interface Roles {
    /** As many as IAM lets an account have. */
    int MOST = 1000;

    /** The id of a role to come: known before it is made, so that the event that announces it names it. */
    String newId();

    /** @throws IllegalArgumentException names the rule that is broken, or says that there is such a role, or no such user */
    Role create(String id, String name, Duration longest, boolean administrator, Trust trust);

    /** By name. Cached: every call in a role asks. */
    Optional<Role> find(String name);

    Optional<Role> withId(String id);

    /** By {@code arn:aws:iam::…:role/name}; empty for any other account's. */
    Optional<Role> at(String arn);

    /** By name. */
    List<Role> all();

    /** Whoever is in it is nobody at the next call. False when there is none of that id. */
    boolean delete(String id);
}
