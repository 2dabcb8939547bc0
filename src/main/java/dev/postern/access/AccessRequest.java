package dev.postern.access;

import dev.postern.identity.Caller;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants something done to something.
 *
 * @param action IAM's name, e.g. {@code ssm:StartSession}; what AWS has no name for is {@code postern:*}
 * @param resource the ARN it is done to
 * @param owner ARN of whoever owns the resource (sessions), null where nobody does
 * @param details facts for the trail
 */
public record AccessRequest(
        Caller caller,
        String action,
        String resource,
        @Nullable String owner,
        @Nullable String node,
        @Nullable String session,
        SortedMap<String, String> details) {
    public AccessRequest {
        details = new TreeMap<>(details);
    }

    public static AccessRequest of(Caller caller, String action, String resource) {
        return new AccessRequest(caller, action, resource, null, null, null, new TreeMap<>());
    }

    public AccessRequest ownedBy(String owner) {
        return new AccessRequest(caller, action, resource, owner, node, session, details);
    }

    public AccessRequest node(String node) {
        return new AccessRequest(caller, action, resource, owner, node, session, details);
    }

    public AccessRequest session(String session) {
        return new AccessRequest(caller, action, resource, owner, node, session, details);
    }

    public AccessRequest with(Map<String, String> facts) {
        var more = new TreeMap<>(details);
        more.putAll(facts);
        return new AccessRequest(caller, action, resource, owner, node, session, more);
    }
}
