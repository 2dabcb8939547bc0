package dev.postern.access;

import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An account without roles. */
class NoRoles implements Roles {
    @Override
    public String newId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Role create(Wanted wanted) {
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
    public void setTrust(String name, String document) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void change(String name, String description, Duration longest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void tag(String name, Map<String, String> tags) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void untag(String name, Collection<String> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(String id) {
        return false;
    }
}
