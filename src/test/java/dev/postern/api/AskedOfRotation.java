package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.AskedOfKeys.noKeyId;
import static dev.postern.api.AskedOfKeys.unknown;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;

/** What is asked of new versions of keys. */
record AskedOfRotation(SdkCaller by) {
    List<Asked> all() {
        return List.of(enableRotation(), disableRotation(), rotation(), rotate());
    }

    /** What each of the four says of a key that cannot be rotated. */
    private Asked rotation(String operation, Executable good, Consumer<String> call) {
        return kms(
                operation,
                good,
                unknown(() -> call.accept(NO_UUID)),
                as(DisabledException.class, "is disabled", () -> call.accept(by.disabledKey())),
                as(KmsInvalidStateException.class, "pending deletion", () -> call.accept(by.goingKey())),
                noKeyId(() -> call.accept("")));
    }

    private boolean rotates(String key) {
        return by.kms.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled();
    }

    private Asked enableRotation() {
        var asked = rotation(
                "EnableKeyRotation",
                () -> {
                    var key = by.newKey();
                    by.kms.enableKeyRotation(request -> request.keyId(key).rotationPeriodInDays(90));
                    assertThat(by.kms
                                    .getKeyRotationStatus(request -> request.keyId(key))
                                    .rotationPeriodInDays())
                            .isEqualTo(90);
                },
                key -> by.kms.enableKeyRotation(request -> request.keyId(key)));
        return asked.and(
                invalid(
                        "greater than or equal to 90",
                        () -> by.kms.enableKeyRotation(
                                request -> request.keyId(NO_UUID).rotationPeriodInDays(89))),
                invalid(
                        "less than or equal to 2560",
                        () -> by.kms.enableKeyRotation(
                                request -> request.keyId(NO_UUID).rotationPeriodInDays(2_561))),
                denied(
                        "kms:EnableKeyRotation",
                        () -> by.plainKms.enableKeyRotation(request -> request.keyId(NO_UUID))));
    }

    private Asked disableRotation() {
        return rotation(
                        "DisableKeyRotation",
                        () -> {
                            var key = by.newKey();
                            by.kms.enableKeyRotation(request -> request.keyId(key));
                            assertThat(rotates(key)).isTrue();
                            by.kms.disableKeyRotation(request -> request.keyId(key));
                            assertThat(rotates(key)).isFalse();
                        },
                        key -> by.kms.disableKeyRotation(request -> request.keyId(key)))
                .and(denied(
                        "kms:DisableKeyRotation",
                        () -> by.plainKms.disableKeyRotation(request -> request.keyId(NO_UUID))));
    }

    private Asked rotation() {
        return kms(
                "GetKeyRotationStatus",
                () -> {
                    var key = by.newKey();
                    assertThat(rotates(key)).isFalse();
                    by.kms.enableKeyRotation(request -> request.keyId(key));
                    var status = by.kms.getKeyRotationStatus(request -> request.keyId(key));
                    assertThat(status.keyRotationEnabled()).isTrue();
                    assertThat(status.rotationPeriodInDays()).isEqualTo(365);
                    assertThat(status.nextRotationDate()).isNotNull();
                },
                unknown(() -> rotates(NO_UUID)),
                noKeyId(() -> by.kms.getKeyRotationStatus(_ -> {})),
                denied(
                        "kms:GetKeyRotationStatus",
                        () -> by.plainKms.getKeyRotationStatus(request -> request.keyId(NO_UUID))));
    }

    private Asked rotate() {
        return rotation(
                        "RotateKeyOnDemand",
                        () -> {
                            var key = by.newKey();
                            assertThat(by.kms
                                            .rotateKeyOnDemand(request -> request.keyId(key))
                                            .keyId())
                                    .isEqualTo(key);
                        },
                        key -> by.kms.rotateKeyOnDemand(request -> request.keyId(key)))
                .and(denied(
                        "kms:RotateKeyOnDemand",
                        () -> by.plainKms.rotateKeyOnDemand(request -> request.keyId(NO_UUID))));
    }
}
