package dev.postern.api.kms;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The policy AWS gives a key whose maker asked for none: the account may do everything with it, and who in the account may is said elsewhere.
 * That is what holds here, so it is the one policy a key can have, under any {@code Id} and {@code Sid}.
 */
@Component
final class DefaultKeyPolicy {
    /** KMS's limit of a policy is 32 KB. */
    static final Shape<String> TEXT = Shape.text(1, 32_768, Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"));

    private static final String LANGUAGE = "2012-10-17";
    private static final String EVERYTHING = "kms:*";

    private final Account account;
    private final String root;

    DefaultKeyPolicy(Account account) {
        this.account = account;
        this.root = "arn:aws:iam::" + account.accountId() + ":root";
    }

    String text() {
        return json().toPrettyString();
    }

    private ObjectNode json() {
        var policy = Json.object().put("Version", LANGUAGE).put("Id", "key-default-1");
        var statement = policy.putArray("Statement")
                .addObject()
                .put("Sid", "Enable IAM User Permissions")
                .put("Effect", "Allow");
        statement.putObject("Principal").put("AWS", root);
        statement.put("Action", EVERYTHING).put("Resource", "*");
        return policy;
    }

    /** @throws ApiError MalformedPolicyDocumentException for what is no JSON object, UnsupportedOperationException for another policy */
    void require(String text) {
        if (!holds(parsed(text)))
            throw ApiError.of(
                    "UnsupportedOperationException",
                    "Keys have no policies of their own in this version of Postern: Policy can only be the one that holds"
                            + " for every key. Leave it out, or send this, with any Id and Sid: " + json());
    }

    private static ObjectNode parsed(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiError malformed) {
            throw ApiError.of("MalformedPolicyDocumentException", "The policy must be one well-formed JSON object.");
        }
    }

    private boolean holds(ObjectNode policy) {
        var statement = only(policy.path("Statement"));
        return Set.of("Version", "Id", "Statement").containsAll(policy.propertyNames())
                && says(policy.path("Version"), LANGUAGE)
                && Set.of("Sid", "Effect", "Principal", "Action", "Resource").containsAll(statement.propertyNames())
                && says(statement.path("Effect"), "Allow")
                && holder(statement.path("Principal"))
                && says(only(statement.path("Action")), EVERYTHING)
                && says(only(statement.path("Resource")), "*");
    }

    /** AWS takes the account's number for its root. */
    private boolean holder(JsonNode principal) {
        var aws = only(principal.path("AWS"));
        return principal.size() == 1 && (says(aws, root) || says(aws, account.accountId()));
    }

    /** One of a kind may be written without its list. */
    private static JsonNode only(JsonNode value) {
        return value.isArray() && value.size() == 1 ? value.path(0) : value;
    }

    private static boolean says(JsonNode value, String text) {
        return value.isString() && value.stringValue().equals(text);
    }
}
