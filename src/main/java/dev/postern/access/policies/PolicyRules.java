package dev.postern.access.policies;

import dev.postern.access.policies.PolicyRefused.Code;
import dev.postern.identity.Tags;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyProblem;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a policy may be called, may say of itself and may be tagged with. Each throws {@link PolicyRefused}. */
final class PolicyRules {
    /** {@code .} and {@code ..} go elsewhere in an address: nobody could open their page. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_+=,.@-]{1,128}");

    private PolicyRules() {}

    static Policy read(PolicyKind kind, String name, String document) {
        return switch (Policy.read(kind, name, document)) {
            case Policy.Reading.Taken(var policy, var _) -> policy;
            case Policy.Reading.Refused(var problems) ->
                throw new PolicyRefused(
                        Code.MALFORMED,
                        problems.stream().map(PolicyProblem::toString).collect(Collectors.joining(" ")));
        };
    }

    static void name(String name) {
        if (!NAME.matcher(name).matches())
            throw new PolicyRefused(
                    Code.INVALID,
                    "The name of a policy is 1–128 of A–Z a–z 0–9 _ + = , . @ - and neither . nor .., not: " + name);
    }

    static void description(String text) {
        if (text.length() > ManagedPolicy.LONGEST_DESCRIPTION)
            throw new PolicyRefused(
                    Code.INVALID, "A description is up to " + ManagedPolicy.LONGEST_DESCRIPTION + " characters.");
    }

    /** @param after all there are with these */
    static void tags(Map<String, String> tags, Map<String, String> after) {
        try {
            Tags.check(tags);
            Tags.checkTogether(after);
        } catch (IllegalArgumentException broken) {
            throw new PolicyRefused(Code.INVALID, broken.getMessage() + ".");
        }
    }
}
