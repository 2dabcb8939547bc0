package dev.postern.policy;

import dev.postern.policy.PolicyPrincipal.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** Whom a statement on a resource names, or with NotPrincipal: whom it leaves out. */
record Principals(List<Entry> entries, boolean complement) {
    sealed interface Entry {
        /** {@code "*"} */
        record Everyone() implements Entry {
            @Override
            public String toString() {
                return "*";
            }
        }

        /** {@code {"AWS": "*"}}: everyone but services and those an identity provider vouches for. */
        record EveryAws() implements Entry {
            @Override
            public String toString() {
                return "AWS: *";
            }
        }

        record Account(String id) implements Entry {
            @Override
            public String toString() {
                return "account " + id;
            }
        }

        /** A user, a role, or a session, by ARN. */
        record Named(String arn) implements Entry {
            @Override
            public String toString() {
                return arn;
            }
        }

        /** What AWS writes in place of an ARN when the user or role is gone. */
        record Unique(String id) implements Entry {
            @Override
            public String toString() {
                return id;
            }
        }

        /** @param name {@code *} for every one of this kind */
        record Other(Kind kind, String name) implements Entry {
            @Override
            public String toString() {
                return name;
            }
        }

        /** A canonical user of S3; nobody here is one. */
        record Canonical(String id) implements Entry {
            @Override
            public String toString() {
                return id;
            }
        }
    }

    Grant grant(PolicyPrincipal principal) {
        if (complement) return leavesOut(principal) ? Grant.NONE : toEveryone(principal);
        var grant = Grant.NONE;
        for (var entry : entries) grant = grant.orMore(grant(entry, principal));
        return grant;
    }

    private static Grant grant(Entry entry, PolicyPrincipal principal) {
        return switch (entry) {
            case Entry.Everyone _ -> toEveryone(principal);
            case Entry.EveryAws _ ->
                switch (principal.kind()) {
                    case SERVICE, FEDERATED -> Grant.NONE;
                    case USER, ROLE_SESSION, FEDERATED_USER, ROOT, ANONYMOUS -> toEveryone(principal);
                };
            case Entry.Account(var id) -> id.equals(principal.account()) ? Grant.ACCOUNT : Grant.NONE;
            case Entry.Named(var arn) -> {
                if (arn.equals(principal.roleArn())) yield Grant.ROLE;
                yield principal.kind().hasPolicies() && arn.equals(principal.arn()) ? Grant.DIRECT : Grant.NONE;
            }
            case Entry.Unique(var id) -> {
                if (principal.roleArn() != null)
                    yield principal.uniqueId().startsWith(id + ":") ? Grant.ROLE : Grant.NONE;
                yield id.equals(principal.uniqueId()) ? Grant.DIRECT : Grant.NONE;
            }
            case Entry.Other(var kind, var name) ->
                kind == principal.kind() && (name.equals("*") || name.equals(principal.arn()))
                        ? Grant.DIRECT
                        : Grant.NONE;
            case Entry.Canonical _ -> Grant.NONE;
        };
    }

    /** A star names users by themselves, but of a session its role: else it would undo what a session policy takes away. */
    private static Grant toEveryone(PolicyPrincipal principal) {
        return switch (principal.kind()) {
            case ROLE_SESSION, FEDERATED_USER -> Grant.ROLE;
            case ROOT -> Grant.ACCOUNT;
            case USER, SERVICE, FEDERATED, ANONYMOUS -> Grant.DIRECT;
        };
    }

    /** Who is to be left out is named with all they are: themselves, their role, and their account. */
    private boolean leavesOut(PolicyPrincipal principal) {
        boolean self = false;
        boolean role = false;
        boolean account = false;
        for (var entry : entries) {
            var grant = grant(entry, principal);
            if (grant != Grant.NONE
                    && !(entry instanceof Entry.Account
                            || entry instanceof Entry.Named
                            || entry instanceof Entry.Unique)) return true;
            self |= grant == Grant.DIRECT;
            role |= grant == Grant.ROLE;
            account |= grant == Grant.ACCOUNT;
        }
        return switch (principal.kind()) {
            case USER, FEDERATED_USER -> self && account;
            case ROLE_SESSION -> self && role && account;
            case ROOT -> account;
            case SERVICE, FEDERATED, ANONYMOUS -> false;
        };
    }

    List<String> texts() {
        return entries.stream().map(Entry::toString).collect(Collectors.toUnmodifiableList());
    }
}
