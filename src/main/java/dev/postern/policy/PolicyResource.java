package dev.postern.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What something is done to: one resource, which may have several names. A policy that names one of them names the resource.
 *
 * <p>The first name is the one AWS would use, the others are aliases. An action without resource types is done to {@link #ANY}.
 */
public final class PolicyResource {
    /** Only {@code "Resource": "*"} and {@code NotResource} match it. */
    public static final PolicyResource ANY = of("*");

    /** What AWS provides to every account, e.g. {@code arn:aws:iam::aws:policy/AdministratorAccess}, has this for its own. */
    private static final String OF_AWS = "aws";

    private final List<String> names;
    /** One for each name; null for what is no ARN. */
    private final @Nullable Arn[] arns;

    private final String account;
    private final List<Policy> policies;
    private final boolean explicitOnly;

    private PolicyResource(List<String> names, @Nullable String account, List<Policy> policies, boolean explicitOnly) {
        if (names.isEmpty()) throw new IllegalArgumentException("a resource has a name");
        this.names = names;
        this.arns = new Arn[names.size()];
        for (int i = 0; i < arns.length; i++) arns[i] = Arn.of(names.get(i));
        var first = arns[0];
        this.account =
                account != null ? account : first == null || first.account().equals(OF_AWS) ? "" : first.account();
        this.policies = policies;
        this.explicitOnly = explicitOnly;
    }

    /** @param aliases further names of the same thing */
    public static PolicyResource of(String arn, String... aliases) {
        if (aliases.length == 0) return new PolicyResource(List.of(arn), null, List.of(), false);
        var names = new ArrayList<String>();
        names.add(arn);
        names.addAll(List.of(aliases));
        return new PolicyResource(List.copyOf(names), null, List.of(), false);
    }

    /** Belongs to this account, whatever its ARN says; empty for one that belongs to every account, like AWS's own documents. */
    public PolicyResource ownedBy(String account) {
        return new PolicyResource(names, account, policies, explicitOnly);
    }

    /** The policies on the resource itself: each is of kind {@link PolicyKind#RESOURCE} or {@link PolicyKind#TRUST}. */
    public PolicyResource guardedBy(List<Policy> policies) {
        return new PolicyResource(names, account, List.copyOf(policies), explicitOnly);
    }

    /** A policy on the resource must allow, whatever the caller's own say: so are keys and roles. */
    public PolicyResource explicitOnly() {
        return new PolicyResource(names, account, policies, true);
    }

    /** As AWS knows it: by its first name. */
    PolicyResource literally() {
        return names.size() == 1
                ? this
                : new PolicyResource(List.of(names.getFirst()), account, policies, explicitOnly);
    }

    public List<String> names() {
        return names;
    }

    String account() {
        return account;
    }

    List<Policy> policies() {
        return policies;
    }

    boolean needsItsOwnAllow() {
        return explicitOnly;
    }

    int count() {
        return arns.length;
    }

    @Nullable Arn arn(int i) {
        return arns[i];
    }
}
