package dev.postern.access;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The policies there are, but for one change that has not been made. */
final class ChangedPolicies implements PolicySource {
    private final PolicySource now;
    private final PolicyChange change;
    /** What it is about, as it is after the change; null for what is about no document. */
    private final @Nullable Policy policy;

    /** @throws IllegalArgumentException where there is no such policy, or its new text cannot be read */
    ChangedPolicies(PolicySource now, PolicyChange change, Policies policies) {
        this.now = now;
        this.change = change;
        this.policy = switch (change) {
            case PolicyChange.Rewritten(var arn, var document) -> managed(arn, policies, _ -> document);
            case PolicyChange.Drafted draft -> Policy.of(PolicyKind.MANAGED, draft.name(), draft.document());
            case PolicyChange.OfManaged of -> managed(of.arn(), policies, UnaryOperator.identity());
            case PolicyChange.Written(var subject, var name, var document) ->
                Policy.of(subject.kind().inline(), subject.inline(name), document);
            case PolicyChange.Unbounded _, PolicyChange.Erased _, PolicyChange.Joined _, PolicyChange.Left _ -> null;
        };
    }

    private static Policy managed(String arn, Policies policies, UnaryOperator<String> document) {
        var changed = policies.find(arn).orElseThrow(() -> new IllegalArgumentException("there is no policy " + arn));
        return Policy.of(PolicyKind.MANAGED, changed.name(), document.apply(changed.document()));
    }

    @Override
    public List<Policy> identity(Subject subject) {
        var there = now.identity(subject);
        return switch (change) {
            case PolicyChange.Rewritten _ ->
                there.stream().map(this::asItIsThen).toList();
            case PolicyChange.Attached(var _, var to) when to.equals(subject) -> with(there);
            // whatever it would be called, it is none of those
            case PolicyChange.Drafted(var _, var _, var to) when to.equals(subject) -> added(there);
            case PolicyChange.Detached(var _, var from)
            when from.equals(subject) ->
                there.stream().filter(each -> !isIt(each)).toList();
            case PolicyChange.Written(var into, var _, var _)
            when into.equals(subject) ->
                with(there.stream().filter(each -> !isIt(each)).toList());
            case PolicyChange.Erased(var from, var name)
            when from.equals(subject) ->
                there.stream()
                        .filter(each -> each.kind() != subject.kind().inline()
                                || !each.name().equals(subject.inline(name)))
                        .toList();
            case PolicyChange _ -> there;
        };
    }

    private List<Policy> with(List<Policy> there) {
        return there.stream().anyMatch(this::isIt) ? there : added(there);
    }

    private List<Policy> added(List<Policy> there) {
        if (policy == null) return there;
        var all = new ArrayList<>(there);
        all.add(policy);
        return all;
    }

    @Override
    public Optional<Policy> limit(Subject subject) {
        var limit = now.limit(subject);
        return switch (change) {
            case PolicyChange.Rewritten _ -> limit.map(this::asItIsThen);
            case PolicyChange.Bounded(var _, var bounded) when bounded.equals(subject) -> Optional.ofNullable(policy);
            case PolicyChange.Unbounded(var unbounded) when unbounded.equals(subject) -> Optional.empty();
            case PolicyChange _ -> limit;
        };
    }

    private Policy asItIsThen(Policy each) {
        return policy != null && isIt(each) ? policy : each;
    }

    /** Managed policies have names of their own, those that come with Postern too; inline ones say whose they are. */
    private boolean isIt(Policy other) {
        return policy != null && other.kind() == policy.kind() && other.name().equals(policy.name());
    }
}
