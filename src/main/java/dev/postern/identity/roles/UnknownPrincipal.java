package dev.postern.identity.roles;

/** A trust policy names a user or a role of this account that is not there. */
public final class UnknownPrincipal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownPrincipal(String arn) {
        super("Invalid principal in policy: \"AWS\":\"" + arn + "\". There is no such user or role.");
    }
}
