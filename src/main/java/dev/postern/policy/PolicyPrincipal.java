package dev.postern.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as policies see them. Brings the condition keys that follow from it: {@code aws:PrincipalArn}, {@code aws:userid},
 * {@code aws:username} (users alone), {@code aws:PrincipalTag/…} and the like; a request cannot overrule them.
 */
public final class PolicyPrincipal {
    private final Kind kind;
    private final String arn;
    private final String account;
    private final String uniqueId;
    private final @Nullable String roleArn;
    private final RequestContext context;

    public enum Kind {
        USER("User"),
        ROLE_SESSION("AssumedRole"),
        FEDERATED_USER("FederatedUser"),
        ROOT("Account"),
        /** A service, e.g. {@code ssm.amazonaws.com}. */
        SERVICE(""),
        /** Somebody whom an identity provider vouches for and who is nobody here yet: who calls AssumeRoleWithWebIdentity. */
        FEDERATED(""),
        ANONYMOUS("Anonymous");

        /** Value of {@code aws:PrincipalType}. */
        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** Whether somebody's own policies say what they may; the others have none. */
        boolean hasPolicies() {
            return switch (this) {
                case USER, ROLE_SESSION, FEDERATED_USER, ROOT -> true;
                case SERVICE, FEDERATED, ANONYMOUS -> false;
            };
        }
    }

    private PolicyPrincipal(
            Kind kind, String arn, String uniqueId, @Nullable String roleArn, RequestContext.Builder context) {
        this.kind = kind;
        this.arn = arn;
        this.uniqueId = uniqueId;
        this.roleArn = roleArn;
        var parts = Arn.of(arn);
        this.account = parts == null || !kind.hasPolicies() ? "" : parts.account();
        if (!kind.type.isEmpty()) context.put("aws:PrincipalType", kind.type);
        if (!account.isEmpty()) {
            context.put("aws:PrincipalAccount", account);
            context.put("aws:PrincipalArn", roleArn == null ? arn : roleArn);
        }
        if (!uniqueId.isEmpty()) context.put("aws:userid", uniqueId);
        this.context = context.build();
    }

    private PolicyPrincipal(String account) {
        this.kind = Kind.USER;
        this.arn = "arn:aws:iam::" + account + ":user/*";
        this.uniqueId = "";
        this.roleArn = null;
        this.account = account;
        this.context = RequestContext.EMPTY;
    }

    /** Somebody of this account of whom nothing is said, as in a simulation: brings no keys, so a request may bring them. */
    public static PolicyPrincipal unnamed(String account) {
        return new PolicyPrincipal(account);
    }

    /**
     * @param arn {@code arn:aws:iam::account:user/path/name}
     * @param uniqueId {@code AIDA…}
     */
    public static PolicyPrincipal user(String arn, String uniqueId, Map<String, String> tags) {
        var context = RequestContext.builder()
                .put("aws:username", arn.substring(arn.lastIndexOf('/') + 1))
                .tags("aws:PrincipalTag", tags);
        return new PolicyPrincipal(Kind.USER, arn, uniqueId, null, context);
    }

    /**
     * @param arn {@code arn:aws:sts::account:assumed-role/role/session}
     * @param roleArn {@code arn:aws:iam::account:role/path/role}
     * @param uniqueId the role's id, a colon, and the session's name
     * @param tags the role's and the session's together
     */
    public static PolicyPrincipal roleSession(String arn, String roleArn, String uniqueId, Map<String, String> tags) {
        var context = RequestContext.builder().tags("aws:PrincipalTag", tags);
        return new PolicyPrincipal(Kind.ROLE_SESSION, arn, uniqueId, roleArn, context);
    }

    /**
     * @param arn {@code arn:aws:sts::account:federated-user/name}
     * @param uniqueId the account, a colon, and the name
     */
    public static PolicyPrincipal federatedUser(String arn, String uniqueId, Map<String, String> tags) {
        var context = RequestContext.builder().tags("aws:PrincipalTag", tags);
        return new PolicyPrincipal(Kind.FEDERATED_USER, arn, uniqueId, null, context);
    }

    public static PolicyPrincipal root(String account) {
        return new PolicyPrincipal(
                Kind.ROOT, "arn:aws:iam::" + account + ":root", account, null, RequestContext.builder());
    }

    /** @param name e.g. {@code ssm.amazonaws.com} */
    public static PolicyPrincipal service(String name) {
        var context = RequestContext.builder().put("aws:PrincipalServiceName", name);
        return new PolicyPrincipal(Kind.SERVICE, name, "", null, context);
    }

    /** @param provider ARN or host of the identity provider */
    public static PolicyPrincipal federated(String provider) {
        return new PolicyPrincipal(Kind.FEDERATED, provider, "", null, RequestContext.builder());
    }

    public static PolicyPrincipal anonymous() {
        return new PolicyPrincipal(Kind.ANONYMOUS, "anonymous", "anonymous", null, RequestContext.builder());
    }

    public Kind kind() {
        return kind;
    }

    /** A service's or provider's name where it has no ARN. */
    public String arn() {
        return arn;
    }

    /** Twelve digits, or empty for who is of no account. */
    public String account() {
        return account;
    }

    String uniqueId() {
        return uniqueId;
    }

    @Nullable String roleArn() {
        return roleArn;
    }

    RequestContext context() {
        return context;
    }

    @Override
    public String toString() {
        return arn;
    }
}
