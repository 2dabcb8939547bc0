package dev.postern.identity.roles;

import dev.postern.identity.SessionTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be, in a role.
 *
 * @param name 2–64 of {@code [A-Za-z0-9_+=,.@-]}: what sessions and the trail will call them
 * @param policies documents that limit the session beside what the role may; none is no limit
 */
public record RoleSession(
        Role role, String name, @Nullable String sourceIdentity, List<SessionTag> tags, List<String> policies) {
    public RoleSession {
        tags = List.copyOf(tags);
        policies = List.copyOf(policies);
    }

    public RoleSession(Role role, String name, @Nullable String sourceIdentity, List<SessionTag> tags) {
        this(role, name, sourceIdentity, tags, List.of());
    }
}
