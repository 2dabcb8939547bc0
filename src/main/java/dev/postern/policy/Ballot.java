package dev.postern.policy;

import dev.postern.policy.Explanation.Layer;
import java.util.EnumSet;
import java.util.Set;

/**
 * What each layer said to a request that nobody denies, and what follows from it (reference: AWS's policy evaluation logic). A layer that is
 * not there takes nothing away.
 *
 * @param grant what policies on the resource give
 */
record Ballot(boolean guardRails, boolean identity, boolean boundary, boolean session, Grant grant) {
    Verdict verdict(PolicyRequest request) {
        if (!guardRails) return Verdict.EXPLICIT_DENY;
        return lacking(request).isEmpty() ? Verdict.ALLOWED : Verdict.IMPLICIT_DENY;
    }

    /** Layers that had to allow and did not. */
    Set<Layer> lacking(PolicyRequest request) {
        var lacking = EnumSet.noneOf(Layer.class);
        if (!guardRails) lacking.add(Layer.GUARD_RAIL);
        switch (request.principal().kind()) {
            case SERVICE, FEDERATED, ANONYMOUS -> {
                if (grant == Grant.NONE) lacking.add(Layer.RESOURCE);
            }
            case ROOT -> {
                if (resourceMustAllow(request) && grant == Grant.NONE) lacking.add(Layer.RESOURCE);
            }
            case USER, ROLE_SESSION, FEDERATED_USER -> ofPrincipal(request, lacking);
        }
        return lacking;
    }

    private void ofPrincipal(PolicyRequest request, Set<Layer> lacking) {
        if (resourceMustAllow(request) && grant == Grant.NONE) lacking.add(Layer.RESOURCE);
        // A grant across accounts lets in, but never replaces what the caller's own account has to say.
        var given = request.sameAccount() ? grant : Grant.NONE;
        boolean user = request.principal().kind() == PolicyPrincipal.Kind.USER;
        boolean direct = given == Grant.DIRECT;
        if (!identity && !direct && given != Grant.ROLE) lacking.add(Layer.IDENTITY);
        if (!boundary && !direct) lacking.add(Layer.BOUNDARY);
        if (!session && (!direct || user)) lacking.add(Layer.SESSION);
    }

    private static boolean resourceMustAllow(PolicyRequest request) {
        return !request.sameAccount() || request.resource().needsItsOwnAllow();
    }
}
