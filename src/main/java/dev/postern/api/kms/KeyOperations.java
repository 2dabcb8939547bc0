package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;
import static java.util.Map.entry;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How keys come, change and go. */
@Component
final class KeyOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 100;
    private static final int SHORTEST_WAIT = Math.toIntExact(KmsKeys.SHORTEST_WAIT.toDays());
    private static final int LONGEST_WAIT = Math.toIntExact(KmsKeys.LONGEST_WAIT.toDays());

    /** What CreateKey may ask for, where there is one choice here. */
    private static final List<Only> ONLY = List.of(
            new Only("KeySpec", Shapes.SYMMETRIC),
            new Only("CustomerMasterKeySpec", Shapes.SYMMETRIC),
            new Only("KeyUsage", "ENCRYPT_DECRYPT"),
            new Only("Origin", "AWS_KMS"));

    private static final List<String> NOT_HERE = List.of("CustomKeyStoreId", "XksKeyId");

    private record Only(String member, String value) {}

    private final KmsKeys keys;
    private final NamedKeys named;
    private final DefaultKeyPolicy policies;
    private final Permission permission;
    private final Account account;

    KeyOperations(KmsKeys keys, NamedKeys named, DefaultKeyPolicy policies, Permission permission, Account account) {
        this.keys = keys;
        this.named = named;
        this.policies = policies;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.ofEntries(
                entry("CreateKey", ofUsers(this::create)),
                entry("DescribeKey", ofUsers(this::describe)),
                entry("ListKeys", ofUsers(this::list)),
                entry("UpdateKeyDescription", ofUsers(this::redescribe)),
                entry("EnableKey", named.changing("kms:EnableKey", key -> keys.setEnabled(key.id(), true))),
                entry("DisableKey", named.changing("kms:DisableKey", key -> keys.setEnabled(key.id(), false))),
                entry("ScheduleKeyDeletion", ofUsers(this::scheduleDeletion)),
                entry("CancelKeyDeletion", ofUsers(this::cancelDeletion)));
    }

    private Answer create(Caller caller, Call call) {
        var input = call.input();
        var description = input.optional("Description", Shapes.DESCRIPTION, "");
        var tags = Shapes.tags(input);
        var policy = input.optional("Policy", DefaultKeyPolicy.TEXT);
        possible(input);
        if (policy != null) policies.require(policy);
        var request =
                AccessRequest.of(caller, "kms:CreateKey", keys.anyKeyArn()).giving(tags);
        return metadata(permission.perform(request, () -> {
            var key = keys.create(description, tags);
            if (policy != null) keys.putPolicy(key.id(), policy); // says what holds without it, too
            return key;
        }));
    }

    private static void possible(Input input) {
        for (var only : ONLY) {
            if (!input.optional(only.member(), Shape.text(1, 64), only.value()).equals(only.value()))
                throw unsupported(only.member() + " can only be " + only.value() + " here.");
        }
        if (input.optional("MultiRegion", Shape.truth(), false)) throw unsupported("There is one Region here.");
        input.optional("BypassPolicyLockoutSafetyCheck", Shape.truth()); // nobody can be locked out
        for (var member : NOT_HERE)
            if (input.optional(member, (value, _) -> value) != null)
                throw unsupported(member + " is not supported here: leave it out.");
    }

    private static ApiError unsupported(String message) {
        return ApiError.of("UnsupportedOperationException", message);
    }

    private Answer describe(Caller caller, Call call) {
        return metadata(named.toRead(caller, "kms:DescribeKey", call.input()));
    }

    private Answer metadata(KmsKey key) {
        var metadata = new Output()
                .text("AWSAccountId", account.accountId())
                .text("KeyId", key.id().toString())
                .text("Arn", key.arn())
                .time("CreationDate", key.createdAt())
                .truth("Enabled", key.enabled())
                .always("Description", key.description())
                .text("KeyUsage", "ENCRYPT_DECRYPT")
                .text("KeyState", state(key))
                .text("Origin", "AWS_KMS")
                .text("KeyManager", "CUSTOMER")
                .text("CustomerMasterKeySpec", Shapes.SYMMETRIC)
                .text("KeySpec", Shapes.SYMMETRIC)
                .texts("EncryptionAlgorithms", List.of(Shapes.SYMMETRIC))
                .truth("MultiRegion", false);
        if (key.state() instanceof KmsKey.State.PendingDeletion(var at)) metadata.time("DeletionDate", at);
        return new Output().structure("KeyMetadata", metadata).answer();
    }

    private static String state(KmsKey key) {
        return switch (key.state()) {
            case KmsKey.State.Enabled _ -> "Enabled";
            case KmsKey.State.Disabled _ -> "Disabled";
            case KmsKey.State.PendingDeletion _ -> "PendingDeletion";
        };
    }

    private Answer list(Caller caller, Call call) {
        var input = call.input();
        permission.toRead(AccessRequest.of(caller, "kms:ListKeys", keys.anyKeyArn()));
        int most = input.optional("Limit", Shapes.PAGE, DEFAULT_PAGE);
        var page = Pages.marked(keys.all(), key -> key.id().toString(), most, input, "ListKeys");
        return new Output()
                .list(
                        "Keys",
                        page.items(),
                        key -> new Output().text("KeyId", key.id().toString()).text("KeyArn", key.arn()))
                .text("NextMarker", page.nextToken())
                .truth("Truncated", page.nextToken() != null)
                .answer();
    }

    private Answer redescribe(Caller caller, Call call) {
        var description = call.input().required("Description", Shapes.DESCRIPTION);
        named.change(
                caller,
                "kms:UpdateKeyDescription",
                call.input(),
                Map.of(),
                key -> keys.describe(key.id(), description));
        return Answer.empty();
    }

    private Answer scheduleDeletion(Caller caller, Call call) {
        int days =
                call.input().optional("PendingWindowInDays", Shape.number(SHORTEST_WAIT, LONGEST_WAIT), LONGEST_WAIT);
        var key = named.required(caller, "kms:ScheduleKeyDeletion", call.input(), "KeyId");
        var request = AccessRequest.of(caller, "kms:ScheduleKeyDeletion", key.arn())
                .with(Map.of("days", Integer.toString(days)));
        var waiting = permission.perform(request, () -> keys.scheduleDeletion(key.id(), Duration.ofDays(days)));
        var output = new Output()
                .text("KeyId", waiting.arn())
                .text("KeyState", state(waiting))
                .number("PendingWindowInDays", days);
        if (waiting.state() instanceof KmsKey.State.PendingDeletion(var at)) output.time("DeletionDate", at);
        return output.answer();
    }

    private Answer cancelDeletion(Caller caller, Call call) {
        var key = named.change(
                caller, "kms:CancelKeyDeletion", call.input(), Map.of(), found -> keys.cancelDeletion(found.id()));
        return new Output().text("KeyId", key.arn()).answer();
    }
}
