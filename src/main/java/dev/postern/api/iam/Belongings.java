package dev.postern.api.iam;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.ApiError;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a principal has of policies when it comes and when it goes. */
@Component
final class Belongings {
    private final Policies policies;

    Belongings(Policies policies) {
        this.policies = policies;
    }

    /** @throws ApiError DeleteConflict while it has policies */
    void refuseDeletion(Subject subject) {
        if (!policies.attached(subject).isEmpty())
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first: " + subject + " has "
                    + names(policies.attached(subject).stream()
                            .map(ManagedPolicy::name)
                            .toList()) + ".");
        if (!policies.inline(subject).isEmpty())
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first: " + subject + " has "
                    + names(List.copyOf(policies.inline(subject).keySet())) + ".");
    }

    private static String names(List<String> all) {
        return String.join(", ", all.subList(0, Math.min(5, all.size()))) + (all.size() > 5 ? " and more" : "");
    }

    /** @throws ApiError NoSuchEntity where it is no policy */
    void requirePolicy(String arn) {
        if (policies.find(arn).isEmpty())
            throw IamErrors.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
    }
}
