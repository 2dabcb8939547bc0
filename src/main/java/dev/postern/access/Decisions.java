package dev.postern.access;

import dev.postern.access.Decision.Allowed;
import dev.postern.access.Decision.Denied;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.PolicyRequest;
import dev.postern.policy.PolicyResource;
import dev.postern.policy.Verdict;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Asks the policies. All legs of a request must be allowed. Two things are not what the caller's policies say alone: a role is assumed by those
 * its own policy trusts, and temporary credentials of one's own need no permission, as at AWS.
 */
@Component
class Decisions {
    private static final Set<String> OF_A_ROLE =
            Set.of("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity");
    private static final String GONE = "whoever asks is disabled or gone, or the key they ask with is";
    /** What everybody may of themselves where nothing denies it. */
    private static final Set<String> FOR_ONESELF = Set.of(
            "sts:GetSessionToken",
            "iam:ChangePassword",
            "iam:EnableMFADevice",
            "iam:DeactivateMFADevice",
            "postern:ListSignIns",
            "postern:EndSignIn");

    private final Standpoints standpoints;
    private final Roles roles;
    private final KnownTags tags;

    Decisions(Standpoints standpoints, Roles roles, KnownTags tags) {
        this.standpoints = standpoints;
        this.roles = roles;
        this.tags = tags;
    }

    /** With the reason. */
    Decision decide(AccessRequest request) {
        return decide(request, standpoints.of(request.caller()));
    }

    /** The same, for somebody who stands there. */
    Decision decide(AccessRequest request, Standpoint standpoint) {
        if (standpoint.isNobody())
            return new Denied(request.caller().label(), request.legs().getFirst(), GONE, null);
        Decision first = null;
        for (var leg : request.legs()) {
            var decision = decide(request, leg, standpoint);
            if (decision instanceof Denied) return decision;
            if (first == null) first = decision;
        }
        if (first == null) throw new IllegalStateException("a request without legs");
        return first;
    }

    private Decision decide(AccessRequest request, Leg leg, Standpoint standpoint) {
        var who = request.caller().label();
        var explanation = standpoint.layers().explain(ask(leg, standpoint));
        var verdict = explanation.verdict();
        if (verdict.allowed()) return new Allowed(Reasons.allowed(explanation));
        if (isForOneself(request, leg, verdict)) return new Allowed(who + " asks for themselves");
        if (OF_A_ROLE.contains(leg.action()))
            // one answer for both: which roles there are is not for everybody to find out
            return new Denied(who, leg, "there is no such role, or it does not trust them", null);
        return new Denied(who, leg, Reasons.of(explanation, leg.action()), explanation);
    }

    /** The same request with the tags that its resources have now. */
    AccessRequest known(AccessRequest request) {
        if (request.legs().stream().allMatch(leg -> leg.tags() != null)) return request;
        return new AccessRequest(
                request.caller(),
                request.legs().stream()
                        .map(leg -> leg.tags() != null ? leg : leg.tagged(tags.of(leg.resource())))
                        .toList(),
                request.node(),
                request.session(),
                request.details());
    }

    /** The bare answer, for lists. */
    boolean allows(AccessRequest request) {
        return allows(request, standpoints.of(request.caller()));
    }

    /** The same, for somebody who stands there. */
    boolean allows(AccessRequest request, Standpoint standpoint) {
        if (standpoint.isNobody()) return false;
        for (var leg : request.legs()) {
            var verdict = standpoint.layers().decide(ask(leg, standpoint));
            if (!verdict.allowed() && !isForOneself(request, leg, verdict)) return false;
        }
        return true;
    }

    private static boolean isForOneself(AccessRequest request, Leg leg, Verdict verdict) {
        // with a key alone nobody takes the factor away that stands beside it
        return FOR_ONESELF.contains(leg.action())
                && (request.caller().accessKeyId() == null || leg.action().equals("sts:GetSessionToken"))
                && request.caller().arn().equals(leg.resource())
                && verdict == Verdict.IMPLICIT_DENY;
    }

    private PolicyRequest ask(Leg leg, Standpoint standpoint) {
        var known = leg.tags();
        var context = standpoint.context().with().resourceTags(known == null ? tags.of(leg.resource()) : known);
        leg.keys().forEach(context::put);
        if (!leg.tagKeys().isEmpty()) context.put("aws:TagKeys", List.copyOf(leg.tagKeys()));
        return PolicyRequest.of(standpoint.principal(), leg.action(), resource(leg), context.build());
    }

    private PolicyResource resource(Leg leg) {
        if (!OF_A_ROLE.contains(leg.action())) return leg.asked();
        var trust = roles.at(leg.resource()).map(role -> List.of(role.trustPolicy()));
        return leg.asked().guardedBy(trust.orElse(List.of())).explicitOnly();
    }
}
