package dev.postern.api.sts;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Policies that narrow a session. Postern has none yet, so a call that brings one is refused: to leave it out without a word would give the
 * session more than was asked for.
 */
final class SessionPolicies {
    private static final int MOST_CHARACTERS = 2048;
    private static final int MOST_ARNS = 10;

    /** More than the limit: what is too long is told as AWS tells it. */
    private static final Shape<String> POLICY =
            Shape.text(1, 1 << 20, Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"));

    private static final Shape<List<String>> ARNS =
            Shapes.list(Shape.structure(each -> each.required("arn", Shapes.ARN)), MOST_ARNS);

    private SessionPolicies() {}

    static void refuse(Input input) {
        var policy = input.optional("Policy", POLICY);
        var arns = input.optional("PolicyArns", ARNS, List.of());
        int characters = arns.stream().mapToInt(String::length).sum() + (policy == null ? 0 : policy.length());
        if (characters > MOST_CHARACTERS)
            throw ApiError.of(
                    "PackedPolicyTooLarge",
                    "The session policies have " + characters + " characters together; the most is " + MOST_CHARACTERS
                            + ".");
        if (policy != null) wellFormed(policy);
        if (policy != null || !arns.isEmpty())
            throw ApiError.of(
                    "UnsupportedOperation",
                    "Session policies (Policy, PolicyArns) are not there yet in this version of Postern, and leaving them"
                            + " out would give the session more than you asked for. Call without them, and choose a role"
                            + " that may no more than it should.");
    }

    private static void wellFormed(String policy) {
        try {
            if (Json.parse(policy.getBytes(StandardCharsets.UTF_8)).has("Statement")) return;
        } catch (ApiError notJson) {
            // told below
        }
        throw ApiError.of(
                "MalformedPolicyDocument",
                "This policy contains invalid Json, or no Statement: it must be one object.");
    }
}
