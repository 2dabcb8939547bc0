package dev.postern.api.iam;

import dev.postern.access.policies.PolicyRefused;
import dev.postern.api.operation.ApiError;
import dev.postern.identity.roles.UnknownPrincipal;
import java.util.function.Supplier;

/** Errors by the names and statuses IAM has for them (botocore iam/2010-05-08). */
final class IamErrors {
    private IamErrors() {}

    static ApiError noSuchEntity(String message) {
        return ApiError.of(ApiError.Kind.NOWHERE, "NoSuchEntity", message);
    }

    static ApiError alreadyExists(String message) {
        return ApiError.of(ApiError.Kind.CONFLICT, "EntityAlreadyExists", message);
    }

    static ApiError limitExceeded(String message) {
        return ApiError.of(ApiError.Kind.CONFLICT, "LimitExceeded", message);
    }

    static ApiError deleteConflict(String message) {
        return ApiError.of(ApiError.Kind.CONFLICT, "DeleteConflict", message);
    }

    static ApiError invalidInput(String message) {
        return ApiError.of("InvalidInput", message);
    }

    static ApiError malformedDocument(String message) {
        return ApiError.of("MalformedPolicyDocument", message);
    }

    /** What the stores of policies and roles refuse. */
    static <T> T told(Supplier<T> effect) {
        try {
            return effect.get();
        } catch (PolicyRefused refused) {
            throw of(refused);
        } catch (UnknownPrincipal unknown) {
            throw malformedDocument(String.valueOf(unknown.getMessage()));
        }
    }

    private static ApiError of(PolicyRefused refused) {
        var message = String.valueOf(refused.getMessage());
        return switch (refused.code()) {
            case NO_SUCH_ENTITY -> noSuchEntity(message);
            case ALREADY_EXISTS -> alreadyExists(message);
            case LIMIT_EXCEEDED -> limitExceeded(message);
            case DELETE_CONFLICT -> deleteConflict(message);
            case MALFORMED -> malformedDocument(message);
            case NOT_ATTACHABLE -> ApiError.of("PolicyNotAttachable", message);
            case UNMODIFIABLE -> ApiError.of("UnmodifiableEntity", message);
            case INVALID -> invalidInput(message);
        };
    }
}
