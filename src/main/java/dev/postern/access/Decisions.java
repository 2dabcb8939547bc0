package dev.postern.access;

import dev.postern.identity.roles.Roles;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The rule of who may what: a role is assumed by those it trusts; beside that, administrators everything; the owner of a session may see
 * it, come back to it and end it; a node may open what was encrypted for it; anybody may ask for temporary credentials of their own; nobody
 * else anything. Starting a session is not the owner's right: there is nothing to own yet.
 */
@Component
final class Decisions {
    private static final Set<String> OWNERS_ACTIONS =
            Set.of("ssm:ResumeSession", "ssm:TerminateSession", "postern:AttachSession", "postern:ViewSession");

    private static final String OPEN = "kms:Decrypt";

    private static final Set<String> ASSUMING = Set.of("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity");
    private static final String FOR_ONESELF = "sts:GetSessionToken";

    private final Roles roles;

    Decisions(Roles roles) {
        this.roles = roles;
    }

    Decision decide(AccessRequest request) {
        var caller = request.caller();
        if (ASSUMING.contains(request.action())) {
            return assume(request);
        }
        if (caller.administrator()) {
            return new Decision.Allowed(caller.label() + " is an administrator");
        }
        if (request.action().equals(FOR_ONESELF) && caller.arn().equals(request.resource())) {
            return new Decision.Allowed(caller.label() + " asks for themselves");
        }
        if (request.action().equals(OPEN)) {
            return caller.arn().equals(request.owner())
                    ? new Decision.Allowed("it was encrypted for " + caller.label())
                    : new Decision.Denied(caller.label() + " may not " + request.action() + " on " + request.resource()
                            + ": that takes membership in the group administrators, or being the node that the encryption"
                            + " context names as aws:ssm:TargetId");
        }
        if (!OWNERS_ACTIONS.contains(request.action())) {
            return new Decision.Denied(caller.label() + " may not " + request.action() + " on " + request.resource()
                    + ": that takes membership in the group administrators");
        }
        if (caller.arn().equals(request.owner())) {
            return new Decision.Allowed(caller.label() + " owns the session");
        }
        return new Decision.Denied(caller.label() + " may not " + request.action() + " on " + request.resource()
                + ": the session belongs to somebody else, and only its owner and the group administrators may");
    }

    /** Administrators as well: a role is for those it trusts, and who may make roles may make one that trusts them. */
    private Decision assume(AccessRequest request) {
        var who = request.caller().label();
        // one answer for both: which roles there are is not for everybody to find out
        return roles.at(request.resource())
                .filter(role -> role.trust().admits(request.caller()))
                .<Decision>map(role -> new Decision.Allowed("the role " + role.name() + " trusts " + who))
                .orElseGet(() -> new Decision.Denied(who + " may not " + request.action() + " on " + request.resource()
                        + ": there is no such role, or it does not trust them"));
    }
}
