package dev.postern.access;

import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An account without roles. */
class NoRoles implements Roles {
    @Override
    public String newId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Role create(String id, String name, Duration longest, boolean administrator, Trust trust) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Role> find(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Role> withId(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Role> at(String arn) {
        return Optional.empty();
    }

    @Override
    public List<Role> all() {
        return List.of();
    }

    @Override
    public boolean delete(String id) {
        return false;
    }
}
