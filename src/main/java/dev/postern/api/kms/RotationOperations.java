package dev.postern.api.kms;

import static dev.postern.api.kms.NamedKeys.ofUsers;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
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

    RotationOperations(KmsKeys keys, NamedKeys named) {
        this.keys = keys;
        this.named = named;
    }

    @Override
    public Service service() {
        return Service.KMS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "EnableKeyRotation", ofUsers(this::enable),
                "DisableKeyRotation", named.changing("kms:DisableKeyRotation", key -> keys.rotateEvery(key.id(), null)),
                "GetKeyRotationStatus", ofUsers(this::status),
                "RotateKeyOnDemand", ofUsers(this::rotate));
    }

    private Answer enable(Caller caller, Call call) {
        int days = call.input().optional("RotationPeriodInDays", DAYS, KmsKeys.USUAL_ROTATION_DAYS);
        var facts = Map.of("days", Integer.toString(days));
        named.change(caller, "kms:EnableKeyRotation", call.input(), facts, key -> keys.rotateEvery(key.id(), days));
        return Answer.empty();
    }

    private Answer status(Caller caller, Call call) {
        var key = named.toRead(caller, "kms:GetKeyRotationStatus", call.input());
        var rotation = key.rotation();
        var output = new Output().text("KeyId", key.id().toString()).truth("KeyRotationEnabled", rotation != null);
        if (rotation != null)
            output.number("RotationPeriodInDays", rotation.days()).time("NextRotationDate", rotation.next());
        return output.answer();
    }

    private Answer rotate(Caller caller, Call call) {
        var key =
                named.change(caller, "kms:RotateKeyOnDemand", call.input(), Map.of(), found -> keys.rotate(found.id()));
        return new Output().text("KeyId", key.id().toString()).answer();
    }
}
