package dev.postern.access;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policies there are, but for one change that has not been made. */
final class ChangedPolicies implements PolicySource {
    private final PolicySource now;
    private final PolicyChange change;
    /** What it says after the change. */
    private final Policy policy;

    ChangedPolicies(PolicySource now, PolicyChange change, ManagedPolicy changed) {
        this.now = now;
        this.change = change;
        this.policy = Policy.of(
                PolicyKind.MANAGED,
                changed.name(),
                change instanceof PolicyChange.Rewritten(var _, var document) ? document : changed.document());
    }

    @Override
    public List<Policy> identity(Subject subject) {
        var there = now.identity(subject);
        return switch (change) {
            case PolicyChange.Rewritten _ ->
                there.stream().map(each -> isIt(each) ? policy : each).toList();
            case PolicyChange.Attached(var _, var to)
            when to.equals(subject) -> {
                var all = new ArrayList<>(there);
                if (there.stream().noneMatch(this::isIt)) all.add(policy);
                yield all;
            }
            case PolicyChange.Detached(var _, var from)
            when from.equals(subject) ->
                there.stream().filter(each -> !isIt(each)).toList();
            case PolicyChange.Attached _, PolicyChange.Detached _ -> there;
        };
    }

    @Override
    public Optional<Policy> limit(Subject subject) {
        var limit = now.limit(subject);
        return change instanceof PolicyChange.Rewritten ? limit.map(each -> isIt(each) ? policy : each) : limit;
    }

    /** Managed policies have names of their own, those that come with Postern too. */
    private boolean isIt(Policy other) {
        return other.kind() == PolicyKind.MANAGED && other.name().equals(policy.name());
    }
}
