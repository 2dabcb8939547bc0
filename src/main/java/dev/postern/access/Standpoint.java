package dev.postern.access;

import dev.postern.policy.Layers;
import dev.postern.policy.PolicyPrincipal;
import dev.postern.policy.RequestContext;

/** A caller as policies see them: who it is, what bears on them, and the condition keys of the moment. */
record Standpoint(PolicyPrincipal principal, Layers layers, RequestContext context) {
    /** The caller is nobody any more. */
    boolean isNobody() {
        return principal.kind() == PolicyPrincipal.Kind.ANONYMOUS;
    }
}
