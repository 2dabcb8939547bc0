package dev.postern.api.sts;

import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Policies that narrow a session beside what its role may: one written into the call, and up to ten managed ones. */
@Component
final class SessionPolicies {
    static final int MOST_CHARACTERS = 2048;
    private static final int MOST_ARNS = 10;

    /** More than the limit: what is too long is told as AWS tells it. */
    private static final Shape<String> POLICY =
            Shape.text(1, 1 << 20, Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"));

    private static final Shape<List<String>> ARNS =
            Shapes.list(Shape.structure(each -> each.required("arn", Shapes.ARN)), MOST_ARNS);

    private final Policies policies;

    SessionPolicies(Policies policies) {
        this.policies = policies;
    }

    /**
     * @param documents none is no limit
     * @param unknown managed policies that are not there
     * @param characters of the call's own together, of at most {@link #MOST_CHARACTERS}
     */
    record Asked(List<String> documents, List<String> unknown, int characters) {
        Asked {
            documents = List.copyOf(documents);
            unknown = List.copyOf(unknown);
        }

        /** After the decision: who may not enter learns of no policy that it is there. */
        void requireThere() {
            if (!unknown.isEmpty())
                throw ApiError.validation("PolicyArns names " + unknown.getFirst()
                        + ", and there is no such managed policy here: iam ListPolicies tells which there are.");
        }

        /** What PackedPolicySize adds for them, in percent. */
        int packedSize() {
            return (characters * 100 + MOST_CHARACTERS - 1) / MOST_CHARACTERS;
        }
    }

    Asked of(Input input) {
        var policy = input.optional("Policy", POLICY);
        var arns = input.optional("PolicyArns", ARNS, List.of());
        int characters = arns.stream().mapToInt(String::length).sum() + (policy == null ? 0 : policy.length());
        if (characters > MOST_CHARACTERS)
            throw ApiError.of(
                    "PackedPolicyTooLarge",
                    "The session policies have " + characters + " characters together; the most is " + MOST_CHARACTERS
                            + ".");
        var documents = new ArrayList<String>();
        if (policy != null) documents.add(checked(policy));
        var unknown = new ArrayList<String>();
        for (var arn : arns) {
            policies.find(arn).map(ManagedPolicy::document).ifPresentOrElse(documents::add, () -> unknown.add(arn));
        }
        return new Asked(documents, unknown, characters);
    }

    private static String checked(String policy) {
        if (Policy.read(PolicyKind.SESSION, "Policy", policy) instanceof Policy.Reading.Refused(var problems))
            throw ApiError.of(
                    "MalformedPolicyDocument",
                    problems.stream().map(PolicyProblem::toString).collect(Collectors.joining(" ")));
        return policy;
    }
}
