package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyProblem;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Managed policies as calls name them, by ARN. */
@Component
final class NamedPolicies {
    static final Shape<Integer> VERSION = (value, path) -> Integer.valueOf(
            Shape.text(2, 10, Pattern.compile("v[1-9][0-9]*")).read(value, path).substring(1));

    private final Policies policies;

    NamedPolicies(Policies policies) {
        this.policies = policies;
    }

    static String arn(Input input) {
        return input.required("PolicyArn", Shapes.ARN);
    }

    AccessRequest request(Caller caller, String action, String arn) {
        return AccessRequest.of(caller, leg(action, arn));
    }

    Leg leg(String action, String arn) {
        var tags = policies.find(arn).map(policy -> (Map<String, String>) policy.tags());
        return Leg.of(action, arn).tagged(tags.orElse(Map.of()));
    }

    /** @throws ApiError NoSuchEntity */
    ManagedPolicy policy(String arn) {
        return policies.find(arn)
                .orElseThrow(() -> IamErrors.noSuchEntity("Policy " + arn + " does not exist or is not attachable."));
    }

    /**
     * A document that comes with a call.
     *
     * @param name how explanations call it
     * @throws ApiError MalformedPolicyDocument, with the lines
     */
    static Policy read(PolicyKind kind, String name, String document) {
        return switch (Policy.read(kind, name, document)) {
            case Policy.Reading.Taken(var policy, var _) -> policy;
            case Policy.Reading.Refused(var problems) ->
                throw IamErrors.malformedDocument(
                        problems.stream().map(PolicyProblem::toString).collect(Collectors.joining(" ")));
        };
    }
}
