package dev.postern.console.policies;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyRefused;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** What is done to policies from the console: through the gate, and what breaks a rule is said to the person. */
@Component
class PolicyDeeds {
    static final String READ_TEXT = "iam:GetPolicyVersion";

    private final Policies policies;
    private final PossibleHolders holders;
    private final PrincipalLegs legs;
    private final Acting acting;

    PolicyDeeds(Policies policies, PossibleHolders holders, PrincipalLegs legs, Acting acting) {
        this.policies = policies;
        this.holders = holders;
        this.legs = legs;
        this.acting = acting;
    }

    boolean may(Caller caller, String action, String arn) {
        return acting.may(caller, action, arn);
    }

    /** Those they may list. */
    List<ManagedPolicy> listed(Caller caller) {
        return may(caller, "iam:ListPolicies", acting.account().policy("*")) ? policies.all() : List.of();
    }

    /** Whether they may read what it says. */
    boolean mayReadText(Caller caller, String arn) {
        return may(caller, READ_TEXT, arn);
    }

    /** @throws PolicyRefused which the editor shows where it belongs */
    Optional<ManagedPolicy> create(Caller caller, String name, String description, String document) {
        var request =
                AccessRequest.of(caller, "iam:CreatePolicy", acting.account().policy(name));
        var wanted = new Policies.Wanted(name, description, document, Map.of(), caller.arn());
        return acting.perform(request, () -> policies.create(wanted));
    }

    /** @throws PolicyRefused which the editor shows where it belongs */
    boolean write(Caller caller, String arn, String document) {
        return acting.run(
                AccessRequest.of(caller, "iam:CreatePolicyVersion", arn).with(Map.of("setAsDefault", "true")),
                () -> policies.addVersion(arn, document, true, caller.arn()));
    }

    boolean makeDefault(Caller caller, String arn, int version) {
        return told(() -> acting.run(
                request(caller, "iam:SetDefaultPolicyVersion", arn, version), () -> policies.setDefault(arn, version)));
    }

    boolean deleteVersion(Caller caller, String arn, int version) {
        return told(() -> acting.run(
                request(caller, "iam:DeletePolicyVersion", arn, version), () -> policies.deleteVersion(arn, version)));
    }

    private static AccessRequest request(Caller caller, String action, String arn, int version) {
        return AccessRequest.of(caller, action, arn).with(Map.of("versionId", ManagedPolicy.version(version)));
    }

    boolean delete(Caller caller, String arn) {
        return told(() -> acting.run(AccessRequest.of(caller, "iam:DeletePolicy", arn), () -> policies.delete(arn)));
    }

    boolean attach(Caller caller, Subject subject, String arn) {
        return told(() -> acting.run(request(caller, "Attach", subject, arn), () -> {
            holders.require(subject);
            policies.attach(subject, arn);
        }));
    }

    boolean detach(Caller caller, Subject subject, String arn) {
        return told(() -> acting.run(request(caller, "Detach", subject, arn), () -> policies.detach(subject, arn)));
    }

    boolean bound(Caller caller, Subject subject, String arn) {
        var request = AccessRequest.of(caller, boundary(subject, arn)).with(Map.of("permissionsBoundary", arn));
        return told(() -> acting.run(request, () -> {
            holders.require(subject);
            policies.setBoundary(subject, arn);
        }));
    }

    boolean unbound(Caller caller, Subject subject) {
        var leg = legs.of("iam:Delete" + capital(subject) + "PermissionsBoundary", subject);
        return told(() -> acting.run(AccessRequest.of(caller, leg), () -> policies.removeBoundary(subject)));
    }

    /** @throws PolicyRefused which the editor shows where it belongs */
    boolean putInline(Caller caller, Subject subject, String name, String document) {
        var request = AccessRequest.of(caller, legs.of("iam:Put" + capital(subject) + "Policy", subject))
                .with(Map.of("policyName", name, "document", document));
        return acting.run(request, () -> {
            holders.require(subject);
            policies.putInline(subject, name, document);
        });
    }

    boolean deleteInline(Caller caller, Subject subject, String name) {
        var request = AccessRequest.of(caller, legs.of("iam:Delete" + capital(subject) + "Policy", subject))
                .with(Map.of("policyName", name));
        return told(() -> acting.run(request, () -> policies.deleteInline(subject, name)));
    }

    /** Whether they may what is asked about the principal alone. */
    boolean mayRead(Caller caller, String action, Subject subject) {
        return acting.may(caller, legs.of(action, subject));
    }

    Optional<Refusal> whyNot(Caller caller, String action, Subject subject) {
        return acting.whyNot(caller, legs.of(action, subject));
    }

    boolean mayBound(Caller caller, Subject subject, String arn) {
        return acting.may(caller, boundary(subject, arn));
    }

    boolean mayChange(Caller caller, String what, Subject subject, String arn) {
        return acting.may(caller, leg(what, subject, arn));
    }

    private AccessRequest request(Caller caller, String what, Subject subject, String arn) {
        return AccessRequest.of(caller, leg(what, subject, arn)).with(Map.of("policyArn", arn));
    }

    private Leg leg(String what, Subject subject, String arn) {
        return legs.of("iam:" + what + capital(subject) + "Policy", subject).where(PrincipalLegs.POLICY, arn);
    }

    /** The gate is asked with the boundary that is to be. */
    private Leg boundary(Subject subject, String arn) {
        return legs.of("iam:Put" + capital(subject) + "PermissionsBoundary", subject)
                .where(PrincipalLegs.BOUNDARY, arn);
    }

    /** {@code User}, {@code Group}, {@code Role}: as actions spell it. */
    static String capital(Subject subject) {
        return StringUtils.capitalize(subject.kind().word());
    }

    private static boolean told(Supplier<Boolean> effect) {
        try {
            return effect.get();
        } catch (PolicyRefused refused) {
            Notices.problem(Texts.text("problem.rule", String.valueOf(refused.getMessage())));
            return false;
        }
    }
}
