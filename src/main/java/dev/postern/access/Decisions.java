package dev.postern.access;

import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The rule of who may what: administrators everything; the owner of a session may see it, come back to it and end it; a
 * node may open what was encrypted for it; nobody else anything. Starting a session is not the owner's right: there is nothing to own yet.
 */
@Component
final class Decisions {
    private static final Set<String> OWNERS_ACTIONS =
            Set.of("ssm:ResumeSession", "ssm:TerminateSession", "postern:AttachSession", "postern:ViewSession");

    private static final String OPEN = "kms:Decrypt";

    Decision decide(AccessRequest request) {
        var caller = request.caller();
        if (caller.administrator()) {
            return new Decision.Allowed(caller.name() + " is an administrator");
        }
        if (request.action().equals(OPEN)) {
            return caller.arn().equals(request.owner())
                    ? new Decision.Allowed("it was encrypted for " + caller.name())
                    : new Decision.Denied(caller.name() + " may not " + request.action() + " on " + request.resource()
                            + ": that takes membership in the group administrators, or being the node that the encryption"
                            + " context names as aws:ssm:TargetId");
        }
        if (!OWNERS_ACTIONS.contains(request.action())) {
            return new Decision.Denied(caller.name() + " may not " + request.action() + " on " + request.resource()
                    + ": that takes membership in the group administrators");
        }
        if (caller.arn().equals(request.owner())) {
            return new Decision.Allowed(caller.name() + " owns the session");
        }
        return new Decision.Denied(caller.name() + " may not " + request.action() + " on " + request.resource()
                + ": the session belongs to somebody else, and only its owner and the group administrators may");
    }
}
