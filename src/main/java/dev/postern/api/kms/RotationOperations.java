package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKeys;
import java.util.Map;
import org.springframework.stereotype.Component;

/** New versions of keys: at once, or every so many days. What older versions encrypted still opens. */
@Component
final class RotationOperations implements OperationGroup {
    private static final Shape<Integer> DAYS = Shape.number(KmsKeys.FEWEST_ROTATION_DAYS, KmsKeys.MOST_ROTATION_DAYS);

    private final KmsKeys keys;
    private final NamedKeys named;
    private final Permission permission;

    RotationOperations(KmsKeys keys, NamedKeys named, Permission permission) {
        this.keys = keys;
        this.named = named;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "EnableKeyRotation", ofUsers(this::enable),
                "DisableKeyRotation", named.change("kms:DisableKeyRotation", key -> keys.rotateEvery(key.id(), null)),
                "GetKeyRotationStatus", ofUsers(this::status),
                "RotateKeyOnDemand", ofUsers(this::rotate));
    }

    private Answer enable(Caller caller, Call call) {
        int days = call.input().optional("RotationPeriodInDays", DAYS, KmsKeys.USUAL_ROTATION_DAYS);
        var key = named.required(caller, "kms:EnableKeyRotation", call.input(), "KeyId");
        var request = AccessRequest.of(caller, "kms:EnableKeyRotation", key.arn())
                .with(Map.of("days", Integer.toString(days)));
        permission.perform(request, () -> {
            keys.rotateEvery(key.id(), days);
            return key;
        });
        return Answer.empty();
    }

    private Answer status(Caller caller, Call call) {
        var key = named.required(caller, "kms:GetKeyRotationStatus", call.input(), "KeyId");
        permission.toRead(AccessRequest.of(caller, "kms:GetKeyRotationStatus", key.arn()));
        var rotation = key.rotation();
        var output = new Output().text("KeyId", key.id().toString()).truth("KeyRotationEnabled", rotation != null);
        if (rotation != null)
            output.number("RotationPeriodInDays", rotation.days()).time("NextRotationDate", rotation.next());
        return output.answer();
    }

    private Answer rotate(Caller caller, Call call) {
        var key = named.required(caller, "kms:RotateKeyOnDemand", call.input(), "KeyId");
        permission.perform(AccessRequest.of(caller, "kms:RotateKeyOnDemand", key.arn()), () -> keys.rotate(key.id()));
        return new Output().text("KeyId", key.id().toString()).answer();
    }
}
