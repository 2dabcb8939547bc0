package dev.postern.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Somebody wants to do something to something, under these circumstances. One leg of an operation: each leg has a context of its own. */
public final class PolicyRequest {
    private final PolicyPrincipal principal;
    private final String action;
    private final String folded;
    private final String service;
    private final PolicyResource resource;
    private final RequestContext context;

    private PolicyRequest(
            PolicyPrincipal principal,
            String action,
            String folded,
            String service,
            PolicyResource resource,
            RequestContext context) {
        this.principal = principal;
        this.action = action;
        this.folded = folded;
        this.service = service;
        this.resource = resource;
        this.context = context;
    }

    /** @param action with its service, e.g. {@code ssm:StartSession} */
    public static PolicyRequest of(
            PolicyPrincipal principal, String action, PolicyResource resource, RequestContext context) {
        int colon = action.indexOf(':');
        if (colon <= 0) throw new IllegalArgumentException("an action begins with its service: " + action);
        var folded = action.toLowerCase(Locale.ROOT);
        return new PolicyRequest(principal, action, folded, folded.substring(0, colon), resource, context);
    }

    /** The same, done to something else. */
    public PolicyRequest to(PolicyResource resource, RequestContext context) {
        return new PolicyRequest(principal, action, folded, service, resource, context);
    }

    PolicyRequest to(PolicyResource resource) {
        return to(resource, context);
    }

    public PolicyPrincipal principal() {
        return principal;
    }

    public String action() {
        return action;
    }

    public PolicyResource resource() {
        return resource;
    }

    String foldedAction() {
        return folded;
    }

    String service() {
        return service;
    }

    /** @param key in lower case; what the principal is comes before what the request brings */
    RequestContext.@Nullable Attribute find(String key) {
        var found = principal.context().find(key);
        return found != null ? found : context.find(key);
    }

    boolean sameAccount() {
        return resource.account().isEmpty() || resource.account().equals(principal.account());
    }
}
