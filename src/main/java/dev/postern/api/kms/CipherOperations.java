package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;
import static dev.postern.api.kms.NamedKeys.translated;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.inventory.NodeId;
import dev.postern.keys.EncryptionContext;
import dev.postern.keys.KmsCipher;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import dev.postern.session.SessionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What keys do. Each use is an event, with its encryption context, as at AWS. Nodes may call Decrypt alone, for what was encrypted for them:
 * that is how an agent gets the key of a session (protocol.md §4.4).
 */
@Component
final class CipherOperations implements OperationGroup {
    static final String TARGET_ID = "aws:ssm:TargetId";
    static final String SESSION_ID = "aws:ssm:SessionId";

    private static final Shape<Integer> DATA_KEY_BYTES = Shape.number(1, KmsCipher.MOST_DATA_KEY_BYTES);
    private static final Map<String, Integer> DATA_KEY_SPECS = Map.of("AES_128", 16, "AES_256", 32);

    private final KmsKeys keys;
    private final KmsCipher cipher;
    private final NamedKeys named;
    private final Permission permission;
    private final Account account;

    CipherOperations(KmsKeys keys, KmsCipher cipher, NamedKeys named, Permission permission, Account account) {
        this.keys = keys;
        this.cipher = cipher;
        this.named = named;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "Encrypt", ofUsers(this::encrypt),
                "Decrypt",
                        new Operation.ForUsersAndNodes(
                                translated((caller, call) -> decrypt(caller, null, call)), translated(this::ofNode)),
                "ReEncrypt", ofUsers(this::reEncrypt),
                "GenerateDataKey", ofUsers((caller, call) -> generate(caller, call, "kms:GenerateDataKey")),
                "GenerateDataKeyWithoutPlaintext",
                        ofUsers((caller, call) -> generate(caller, call, "kms:GenerateDataKeyWithoutPlaintext")));
    }

    private Answer encrypt(Caller caller, Call call) {
        var input = call.input();
        var plaintext = input.required("Plaintext", Shapes.PLAINTEXT);
        var context = context(input, "EncryptionContext");
        symmetric(input, "EncryptionAlgorithm");
        var key = named.required(caller, "kms:Encrypt", input, "KeyId");
        var ciphertext = use(
                request(caller, "kms:Encrypt", key.arn(), context),
                input,
                () -> cipher.encrypt(key, plaintext, context));
        return new Output()
                .text("KeyId", key.arn())
                .blob("CiphertextBlob", ciphertext)
                .text("EncryptionAlgorithm", Shapes.SYMMETRIC)
                .answer();
    }

    private Answer generate(Caller caller, Call call, String action) {
        var input = call.input();
        int bytes = dataKeyBytes(input);
        var context = context(input, "EncryptionContext");
        var key = named.required(caller, action, input, "KeyId");
        var made = use(request(caller, action, key.arn(), context), input, () -> cipher.generate(key, bytes, context));
        var output = new Output().text("KeyId", key.arn()).blob("CiphertextBlob", made.ciphertext());
        if (action.equals("kms:GenerateDataKey")) output.blob("Plaintext", made.plaintext());
        return output.answer();
    }

    private static int dataKeyBytes(Input input) {
        var bytes = input.optional("NumberOfBytes", DATA_KEY_BYTES);
        var spec = input.optional("KeySpec", Shape.oneOf(List.of("AES_256", "AES_128")));
        if ((bytes == null) == (spec == null))
            throw ApiError.validation("Please specify either number of bytes or key spec, and not both.");
        return bytes != null ? bytes : DATA_KEY_SPECS.getOrDefault(spec, 0);
    }

    private Answer ofNode(NodeId node, Call call) {
        var arn = account.node(node.value());
        var caller = new Caller(arn, node.value(), Set.of(), null, call.address(), new Standing.OfNode());
        return decrypt(caller, node, call);
    }

    private Answer decrypt(Caller caller, @Nullable NodeId node, Call call) {
        var input = call.input();
        var ciphertext = input.required("CiphertextBlob", Shapes.CIPHERTEXT);
        var context = context(input, "EncryptionContext");
        symmetric(input, "EncryptionAlgorithm");
        var request = request(caller, "kms:Decrypt", maker(ciphertext), context);
        if (node != null) request = ofSession(context, request).node(node.value());
        var plaintext = use(request, input, () -> {
            expected(input, "KeyId", ciphertext);
            return cipher.decrypt(ciphertext, context);
        });
        return new Output()
                .text("KeyId", maker(ciphertext))
                .blob("Plaintext", plaintext)
                .text("EncryptionAlgorithm", Shapes.SYMMETRIC)
                .answer();
    }

    private static AccessRequest ofSession(EncryptionContext context, AccessRequest request) {
        var session = context.pairs().get(SESSION_ID);
        return session != null && SessionId.isValid(session) ? request.session(session) : request;
    }

    private Answer reEncrypt(Caller caller, Call call) {
        var input = call.input();
        var ciphertext = input.required("CiphertextBlob", Shapes.CIPHERTEXT);
        var before = context(input, "SourceEncryptionContext");
        var after = context(input, "DestinationEncryptionContext");
        symmetric(input, "SourceEncryptionAlgorithm");
        symmetric(input, "DestinationEncryptionAlgorithm");
        var key = named.required(caller, "kms:ReEncryptTo", input, "DestinationKeyId");
        var from = request(caller, "kms:ReEncryptFrom", maker(ciphertext), before);
        var to = request(caller, "kms:ReEncryptTo", key.arn(), after);
        var plaintext = use(from, input, () -> {
            expected(input, "SourceKeyId", ciphertext);
            return cipher.decrypt(ciphertext, before);
        });
        var again = use(to, input, () -> cipher.encrypt(key, plaintext, after));
        return new Output()
                .blob("CiphertextBlob", again)
                .text("SourceKeyId", maker(ciphertext))
                .text("KeyId", key.arn())
                .text("SourceEncryptionAlgorithm", Shapes.SYMMETRIC)
                .text("DestinationEncryptionAlgorithm", Shapes.SYMMETRIC)
                .answer();
    }

    /** A caller who names a key means that one and no other. */
    private void expected(Input input, String member, byte[] ciphertext) {
        var reference = input.optional(member, Shapes.KEY_ID);
        if (reference == null) return;
        var wanted = keys.find(reference).orElseThrow(() -> NamedKeys.unknown(reference));
        var made = keys.thatMade(ciphertext).map(KmsKey::id);
        if (made.isPresent() && !made.get().equals(wanted.id()))
            throw ApiError.of(
                    "IncorrectKeyException",
                    "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    private String maker(byte[] ciphertext) {
        return keys.thatMade(ciphertext).map(KmsKey::arn).orElse(keys.anyKeyArn());
    }

    private static EncryptionContext context(Input input, String member) {
        if (!input.optional("GrantTokens", Shapes.GRANT_TOKENS, List.of()).isEmpty())
            throw ApiError.of("InvalidGrantTokenException", "There are no grants here, and so no grant tokens.");
        if (input.optional("Recipient", (value, _) -> value) != null)
            throw ApiError.validation("Recipient is not supported here: leave it out.");
        return Shapes.context(input, member);
    }

    private static void symmetric(Input input, String member) {
        if (!input.optional(member, Shapes.ALGORITHM, Shapes.SYMMETRIC).equals(Shapes.SYMMETRIC))
            throw ApiError.of("InvalidKeyUsageException", "The keys here take " + Shapes.SYMMETRIC + " alone.");
    }

    private static AccessRequest request(Caller caller, String action, String arn, EncryptionContext context) {
        var facts = new TreeMap<String, String>();
        var leg = Leg.of(action, arn);
        for (var pair : context.pairs().entrySet()) {
            facts.put("encryptionContext." + pair.getKey(), pair.getValue());
            leg = leg.where("kms:EncryptionContext:" + pair.getKey(), pair.getValue());
        }
        return AccessRequest.of(caller, leg).with(facts);
    }

    private <T> T use(AccessRequest request, Input input, Supplier<T> effect) {
        if (input.optional("DryRun", Shape.truth(), false)) {
            permission.toRead(request);
            throw ApiError.of(
                    "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
        }
        return permission.perform(request, effect);
    }
}
