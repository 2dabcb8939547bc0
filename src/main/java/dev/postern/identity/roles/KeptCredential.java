package dev.postern.identity.roles;

import dev.postern.identity.Assurance;
import dev.postern.identity.SessionTag;
import dev.postern.identity.roles.SessionCredentials.Issued;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Temporary credentials, whom they go back to, and as what.
 *
 * @param session null for somebody as themselves
 */
record KeptCredential(
        Issued issued,
        Assurance assurance,
        Root root,
        @Nullable InRole session) {
    /**
     * Who asked first, in a chain of roles.
     *
     * @param origin a user's ARN, or a web identity
     * @param user null for a web identity
     * @param accessKey the long-term key it began with, if it was one
     */
    record Root(
            String origin, @Nullable String user, @Nullable String accessKey) {}

    record InRole(
            String roleId,
            String name,
            @Nullable String sourceIdentity,
            List<SessionTag> tags,
            List<String> policies) {}
}
