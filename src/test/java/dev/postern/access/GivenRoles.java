package dev.postern.access;

import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Trust;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The roles a test says there are; alice may be in each. */
final class GivenRoles extends NoRoles {
    private final Map<String, Role> roles = new TreeMap<>();

    Role give(String name, String id) {
        var trust = new Trust(false, Set.of("alice"), null);
        var role = new Role(
                id,
                name,
                "",
                Duration.ofHours(1),
                trust,
                trust.policy(TestGate.ACCOUNT, name),
                new TreeMap<>(),
                HandClock.START);
        roles.put(name, role);
        return role;
    }

    void take(String name) {
        roles.remove(name);
    }

    @Override
    public Optional<Role> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    @Override
    public Optional<Role> withId(String id) {
        return roles.values().stream().filter(role -> role.id().equals(id)).findFirst();
    }

    @Override
    public List<Role> all() {
        return List.copyOf(roles.values());
    }
}
