package dev.postern.console.roles;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyRefused;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What is done to roles from the console: through the gate, asked as the API asks it. */
@Component
class RoleDeeds {
    private final Roles roles;
    private final Policies policies;
    private final PrincipalLegs legs;
    private final Acting acting;

    RoleDeeds(Roles roles, Policies policies, PrincipalLegs legs, Acting acting) {
        this.roles = roles;
        this.policies = policies;
        this.legs = legs;
        this.acting = acting;
    }

    /** What a new role is to be. @param policies ARNs */
    record Wanted(String name, Duration longest, Trust trust, Set<String> policies) {}

    Leg leg(String action, String role) {
        return legs.of(action, Subject.role(role));
    }

    boolean may(Caller caller, String action, String role) {
        return acting.may(caller, leg(action, role));
    }

    /** What it is to have is attached with it, and asked with it. */
    Optional<Role> create(Caller caller, Wanted wanted) {
        var id = roles.newId();
        var subject = Subject.role(wanted.name());
        var arns = wanted.policies().stream().sorted().toList();
        var request = AccessRequest.of(
                caller, Leg.of("iam:CreateRole", legs.arn(subject)).tagged(Map.of()));
        for (var arn : arns)
            request = request.and(legs.of("iam:AttachRolePolicy", subject).where(PrincipalLegs.POLICY, arn));
        request = request.with(Map.of(
                "roleId", id,
                "policies", String.join(", ", arns),
                "maxSessionDuration", String.valueOf(wanted.longest().toSeconds()),
                "trust", words(wanted.trust())));
        try {
            return acting.perform(request, () -> {
                var role = roles.create(new Roles.Wanted(id, wanted.name(), wanted.longest(), wanted.trust()));
                for (var arn : arns) policies.attach(subject, arn);
                return role;
            });
        } catch (PolicyRefused refused) {
            Notices.problem(Texts.text("problem.rule", String.valueOf(refused.getMessage())));
            return Optional.empty();
        }
    }

    /** For the trail, which is in no language. */
    private static String words(Trust trust) {
        var provider = trust.provider();
        return "everyone=" + trust.everyone() + " users="
                + trust.users().stream().sorted().toList() + " sessionTags=" + trust.sessionTags()
                + (provider == null
                        ? ""
                        : " issuer=" + provider.issuer() + " audience=" + provider.audience() + " jwks="
                                + provider.jwks() + " subject=" + provider.subject());
    }

    boolean setTrust(Caller caller, String role, String document) {
        var request = AccessRequest.of(caller, leg("iam:UpdateAssumeRolePolicy", role))
                .with(Map.of("assumeRolePolicyDocument", document));
        return acting.run(request, () -> roles.setTrust(role, document));
    }

    boolean delete(Caller caller, Role role) {
        var request =
                AccessRequest.of(caller, leg("iam:DeleteRole", role.name())).with(Map.of("roleId", role.id()));
        return acting.run(request, () -> roles.delete(role.id()));
    }

    boolean tag(Caller caller, String role, Map<String, String> tags) {
        var request = AccessRequest.of(caller, leg("iam:TagRole", role)).giving(tags);
        return acting.run(request, () -> roles.tag(role, tags));
    }

    boolean untag(Caller caller, String role, List<String> keys) {
        var request = AccessRequest.of(caller, leg("iam:UntagRole", role)).taking(keys);
        return acting.run(request, () -> roles.untag(role, keys));
    }
}
