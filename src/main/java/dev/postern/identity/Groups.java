package dev.postern.identity;

import java.util.List;
import java.util.Optional;

/** The account's groups of users. Asks nobody's permission: faces come here through the gate. Changes are felt at the members' next call. */
public interface Groups {
    /** As many as IAM lets an account have. */
    int MOST = 300;

    Optional<Group> find(String name);

    /** By name. */
    List<Group> all();

    /** Names of its users, in order. */
    List<String> members(String name);

    /** @throws IllegalArgumentException names the rule that is broken, or says that there is such a group */
    Group create(String name);

    /** Whoever was in it is not. False when there is none of that name. */
    boolean delete(String name);

    /** @throws IllegalArgumentException says that there is no such group, or no such user */
    void add(String name, String user);

    void remove(String name, String user);
}
