package dev.postern.identity.roles;

import dev.postern.identity.SessionTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be, in a role.
 *
 * @param name 2–64 of {@code [A-Za-z0-9_+=,.@-]}: what sessions and the trail will call them
 */
public record RoleSession(Role role, String name, @Nullable String sourceIdentity, List<SessionTag> tags) {
    public RoleSession {
        tags = List.copyOf(tags);
    }
}
