package dev.postern.policy;

import dev.postern.policy.Condition.Quantifier;
import dev.postern.policy.PolicyProblem.Position;

/** What is taken and probably does not do what its author thinks. */
final class Remarks {
    private final String path;
    private final Findings findings;

    Remarks(String path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    void on(Statement statement, Json.Members members) {
        if (statement.allows()) onAllow(statement, members);
        onPrincipals(statement, members);
        onResources(statement, members);
    }

    private void onAllow(Statement statement, Json.Members members) {
        if (statement.actions().complement())
            remark(
                    members,
                    "NotAction",
                    "allows every action there is or will be, but these",
                    "List what is meant with \"Action\", or deny these in a statement of their own.");
        var resources = statement.resources();
        if (resources != null && resources.complement())
            remark(
                    members,
                    "NotResource",
                    resources.variables().isEmpty()
                            ? "allows it on every resource there is or will be, but these"
                            : "allows it on every resource but these, and on these too where a variable has no value",
                    "List what is meant with \"Resource\", or deny these in a statement of their own.");
        for (var condition : statement.conditions()) {
            if (condition.quantifier() == Quantifier.FOR_ALL && !asksWhetherThere(statement, condition))
                remark(
                        members,
                        "Condition",
                        condition.operator() + " is met by a request that does not have " + condition.name()
                                + " at all",
                        "Add \"Null\": {\"" + condition.name() + "\": \"false\"}.");
        }
    }

    private static boolean asksWhetherThere(Statement statement, Condition condition) {
        return statement.conditions().stream()
                .anyMatch(other -> other.wantsPresence() && other.name().equalsIgnoreCase(condition.name()));
    }

    private void onPrincipals(Statement statement, Json.Members members) {
        var principals = statement.principals();
        if (principals == null) return;
        if (principals.complement() && statement.allows())
            remark(
                    members,
                    "NotPrincipal",
                    "with Allow lets in everybody but these, strangers too",
                    "Name those who are meant with \"Principal\".");
        if (principals.complement()
                && !statement.allows()
                && principals.entries().stream().noneMatch(Principals.Entry.Account.class::isInstance)
                && principals.entries().stream().anyMatch(Principals.Entry.Named.class::isInstance))
            remark(
                    members,
                    "NotPrincipal",
                    "leaves nobody out who is not named with their account, and a session with its role as well",
                    "Add the account, or use \"Principal\": \"*\" with the condition ArnNotLike aws:PrincipalArn.");
        if (principals.entries().stream().anyMatch(Principals.Entry.Canonical.class::isInstance))
            remark(members, "Principal", "names a canonical user of S3, whom nobody is here", "Name an account.");
    }

    private void onResources(Statement statement, Json.Members members) {
        var resources = statement.resources();
        if (resources == null || resources.complement()) return;
        for (var pattern : resources.patterns()) {
            if (pattern instanceof Resources.Pattern.Open(var source, var _, var _)
                    && (source.contains(":session/${aws:userid}-*") || source.contains(":session/${aws:username}-*")))
                remark(
                        members,
                        "Resource",
                        "also means the sessions of whose name begins with the caller's and a hyphen",
                        "Compare ssm:resourceTag/aws:ssmmessages:session-id with ${aws:userid} in a condition instead.");
        }
        if (!statement.allows()
                || resources.patterns().stream().anyMatch(Resources.Pattern.Everything.class::isInstance)) return;
        for (var action : statement.actions().sources()) {
            if (ActionCatalog.find(action)
                    .filter(ActionCatalog.Action::hasNoResource)
                    .isPresent())
                remark(
                        members,
                        "Resource",
                        "gives nobody " + action + ": it is about no resource in particular",
                        "Allow it in a statement with \"Resource\": \"*\".");
        }
    }

    private void remark(Json.Members members, String member, String rule, String fix) {
        var found = members.find(member);
        Position at = found == null ? members.at() : found.at();
        findings.remark(at, Findings.join(path, member), rule, fix);
    }
}
