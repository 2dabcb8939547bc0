package dev.postern.api.kms;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.Permission;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import dev.postern.keys.KmsRefused;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/** The key a request names, and what the keys refuse, in the words of KMS. */
@Component
final class NamedKeys {
    private final KmsKeys keys;
    private final Permission permission;

    NamedKeys(KmsKeys keys, Permission permission) {
        this.keys = keys;
        this.permission = permission;
    }

    /** @throws ApiError NotFoundException; whoever may not ask does not hear that a key is not there */
    KmsKey required(Caller caller, String action, Input input, String member) {
        var reference = input.required(member, Shapes.KEY_ID);
        return keys.find(reference).orElseThrow(() -> {
            permission.toRead(AccessRequest.of(caller, action, keys.anyKeyArn()));
            return unknown(reference);
        });
    }

    /** The key that {@code KeyId} names, for a plain read. */
    KmsKey toRead(Caller caller, String action, Input input) {
        var key = required(caller, action, input, "KeyId");
        permission.toRead(AccessRequest.of(caller, action, key.arn()));
        return key;
    }

    /**
     * Changes the key that {@code KeyId} names.
     *
     * @param facts what the event says of the change
     */
    KmsKey change(Caller caller, String action, Input input, Map<String, String> facts, Consumer<KmsKey> change) {
        return change(caller, action, input, request -> request.with(facts), change);
    }

    /**
     * The same.
     *
     * @param more what there is to the request beside action and key
     */
    KmsKey change(
            Caller caller, String action, Input input, UnaryOperator<AccessRequest> more, Consumer<KmsKey> change) {
        var key = required(caller, action, input, "KeyId");
        permission.perform(more.apply(AccessRequest.of(caller, action, key.arn())), () -> change.accept(key));
        return key;
    }

    /** An operation that changes the one key it names, asks for nothing else and has nothing to say. */
    Operation changing(String action, Consumer<KmsKey> change) {
        return ofUsers((caller, call) -> {
            change(caller, action, call.input(), Map.of(), change);
            return Answer.empty();
        });
    }

    static Operation ofUsers(Operation.Work<Caller> work) {
        return new Operation.ForUsers(translated(work));
    }

    static <P> Operation.Work<P> translated(Operation.Work<P> work) {
        return (principal, call) -> answer(work, principal, call);
    }

    private static <P> Answer answer(Operation.Work<P> work, P principal, Call call) {
        try {
            return work.perform(principal, call);
        } catch (KmsRefused refused) {
            throw ApiError.of(type(refused.code()), refused.text());
        }
    }

    private static String type(KmsRefused.Code code) {
        return switch (code) {
            case NOT_FOUND -> "NotFoundException";
            case ALREADY_EXISTS -> "AlreadyExistsException";
            case DISABLED -> "DisabledException";
            case WRONG_STATE -> "KMSInvalidStateException";
            case INVALID_CIPHERTEXT -> "InvalidCiphertextException";
            case WRONG_TAG -> "TagException";
            case LIMIT_EXCEEDED -> "LimitExceededException";
        };
    }

    static ApiError unknown(String reference) {
        var shown = reference.length() > 128 ? reference.substring(0, 128) + "…" : reference;
        return ApiError.of("NotFoundException", "Key '" + shown + "' does not exist");
    }
}
