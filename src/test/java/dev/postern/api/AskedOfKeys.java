package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.SdkCaller.MADE_UP_TOKEN;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.LimitExceededException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.TagException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** What is asked of how keys come, change and go. */
record AskedOfKeys(SdkCaller by) {
    List<Asked> all() {
        return List.of(create(), describe(), list(), redescribe(), enable(), disable(), schedule(), cancel());
    }

    static Asked.Refused unknown(ThrowingCallable call) {
        return as(NotFoundException.class, NO_UUID, call);
    }

    static Asked.Refused noKeyId(ThrowingCallable call) {
        return invalid("'keyId'", call);
    }

    private Asked create() {
        return kms(
                "CreateKey",
                () -> {
                    var made = by.kms
                            .createKey(request -> request.description("for sessions")
                                    .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                                    .tags(AskedOfKeyTags.tag("team", "web")))
                            .keyMetadata();
                    assertThat(made.arn()).isEqualTo("arn:aws:kms:local:000000000000:key/" + made.keyId());
                    assertThat(made.keyState()).isEqualTo(KeyState.ENABLED);
                    assertThat(by.metadata(made.arn())).isEqualTo(made);
                },
                as(
                        UnsupportedOperationException.class,
                        "KeySpec can only be",
                        () -> by.kms.createKey(
                                request -> request.keySpec(KeySpec.RSA_2048).keyUsage(KeyUsageType.SIGN_VERIFY))),
                as(
                        UnsupportedOperationException.class,
                        "one Region",
                        () -> by.kms.createKey(request -> request.multiRegion(true))),
                as(
                        UnsupportedOperationException.class,
                        "CustomKeyStoreId",
                        () -> by.kms.createKey(request -> request.customKeyStoreId("cks-1"))),
                as(
                        MalformedPolicyDocumentException.class,
                        "JSON",
                        () -> by.kms.createKey(request -> request.policy("no policy"))),
                as(
                        TagException.class,
                        "aws:",
                        () -> by.kms.createKey(request -> request.tags(AskedOfKeyTags.tag("aws:a", "b")))),
                as(
                        LimitExceededException.class,
                        "50",
                        () -> by.kms.createKey(request -> request.tags(IntStream.range(0, 51)
                                .mapToObj(i -> AskedOfKeyTags.tag("k" + i, ""))
                                .toList()))),
                invalid(
                        "less than or equal to 8192",
                        () -> by.kms.createKey(request -> request.description("d".repeat(8_193)))),
                denied("kms:CreateKey", () -> by.plainKms.createKey(_ -> {})));
    }

    private Asked describe() {
        return kms(
                "DescribeKey",
                () -> {
                    var key = by.newKey();
                    assertThat(by.metadata(key).keyId()).isEqualTo(key);
                    assertThat(by.metadata(key).enabled()).isTrue();
                },
                unknown(() -> by.metadata(NO_UUID)),
                as(NotFoundException.class, "alias/nobodys", () -> by.metadata("alias/nobodys")),
                as(
                        NotFoundException.class,
                        "us-east-1",
                        () -> by.metadata("arn:aws:kms:us-east-1:111122223333:key/" + NO_UUID)),
                noKeyId(() -> by.kms.describeKey(_ -> {})),
                invalid("less than or equal to 2048", () -> by.metadata("k".repeat(2_049))),
                denied("kms:DescribeKey", () -> by.plainKms.describeKey(request -> request.keyId(NO_UUID))));
    }

    private Asked list() {
        return kms(
                "ListKeys",
                () -> {
                    var keys = List.of(by.newKey(), by.newKey(), by.newKey());
                    var pages = by.kms.listKeysPaginator(request -> request.limit(2));
                    assertThat(pages.keys()).extracting(KeyListEntry::keyId).containsAll(keys);
                    assertThat(pages.stream())
                            .allSatisfy(page -> assertThat(page.keys()).hasSizeLessThanOrEqualTo(2));
                },
                as(
                        InvalidMarkerException.class,
                        "marker",
                        () -> by.kms.listKeys(request -> request.marker(MADE_UP_TOKEN))),
                invalid("'limit'", () -> by.kms.listKeys(request -> request.limit(0))),
                invalid("less than or equal to 1000", () -> by.kms.listKeys(request -> request.limit(1_001))),
                denied("kms:ListKeys", () -> by.plainKms.listKeys(_ -> {})));
    }

    private Asked redescribe() {
        return kms(
                "UpdateKeyDescription",
                () -> {
                    var key = by.newKey();
                    by.kms.updateKeyDescription(request -> request.keyId(key).description("for scripts"));
                    assertThat(by.metadata(key).description()).isEqualTo("for scripts");
                },
                unknown(() -> by.kms.updateKeyDescription(
                        request -> request.keyId(NO_UUID).description(""))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var key = by.goingKey();
                    by.kms.updateKeyDescription(request -> request.keyId(key).description(""));
                }),
                invalid("'description'", () -> by.kms.updateKeyDescription(request -> request.keyId(NO_UUID))),
                invalid(
                        "less than or equal to 8192",
                        () -> by.kms.updateKeyDescription(
                                request -> request.keyId(NO_UUID).description("d".repeat(8_193)))),
                denied(
                        "kms:UpdateKeyDescription",
                        () -> by.plainKms.updateKeyDescription(
                                request -> request.keyId(NO_UUID).description(""))));
    }

    private Asked enable() {
        return kms(
                "EnableKey",
                () -> {
                    var key = by.disabledKey();
                    by.kms.enableKey(request -> request.keyId(key));
                    assertThat(by.metadata(key).keyState()).isEqualTo(KeyState.ENABLED);
                },
                unknown(() -> by.kms.enableKey(request -> request.keyId(NO_UUID))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var key = by.goingKey();
                    by.kms.enableKey(request -> request.keyId(key));
                }),
                noKeyId(() -> by.kms.enableKey(request -> request.keyId(""))),
                denied("kms:EnableKey", () -> by.plainKms.enableKey(request -> request.keyId(NO_UUID))));
    }

    private Asked disable() {
        return kms(
                "DisableKey",
                () -> assertThat(by.metadata(by.disabledKey()).keyState()).isEqualTo(KeyState.DISABLED),
                unknown(() -> by.kms.disableKey(request -> request.keyId(NO_UUID))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var key = by.goingKey();
                    by.kms.disableKey(request -> request.keyId(key));
                }),
                noKeyId(() -> by.kms.disableKey(_ -> {})),
                denied("kms:DisableKey", () -> by.plainKms.disableKey(request -> request.keyId(NO_UUID))));
    }

    private Asked schedule() {
        return kms(
                "ScheduleKeyDeletion",
                () -> {
                    var key = by.newKey();
                    var scheduled = by.kms.scheduleKeyDeletion(
                            request -> request.keyId(key).pendingWindowInDays(7));
                    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
                    assertThat(scheduled.pendingWindowInDays()).isEqualTo(7);
                    assertThat(by.metadata(key).deletionDate()).isEqualTo(scheduled.deletionDate());
                },
                unknown(() -> by.kms.scheduleKeyDeletion(request -> request.keyId(NO_UUID))),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var key = by.goingKey();
                    by.kms.scheduleKeyDeletion(request -> request.keyId(key));
                }),
                invalid(
                        "greater than or equal to 7",
                        () -> by.kms.scheduleKeyDeletion(
                                request -> request.keyId(NO_UUID).pendingWindowInDays(6))),
                invalid(
                        "less than or equal to 30",
                        () -> by.kms.scheduleKeyDeletion(
                                request -> request.keyId(NO_UUID).pendingWindowInDays(31))),
                denied(
                        "kms:ScheduleKeyDeletion",
                        () -> by.plainKms.scheduleKeyDeletion(request -> request.keyId(NO_UUID))));
    }

    private Asked cancel() {
        return kms(
                "CancelKeyDeletion",
                () -> {
                    var key = by.goingKey();
                    assertThat(by.kms
                                    .cancelKeyDeletion(request -> request.keyId(key))
                                    .keyId())
                            .endsWith(key);
                    assertThat(by.metadata(key).keyState()).isEqualTo(KeyState.DISABLED);
                },
                unknown(() -> by.kms.cancelKeyDeletion(request -> request.keyId(NO_UUID))),
                as(KmsInvalidStateException.class, "not pending deletion", () -> {
                    var key = by.newKey();
                    by.kms.cancelKeyDeletion(request -> request.keyId(key));
                }),
                noKeyId(() -> by.kms.cancelKeyDeletion(_ -> {})),
                denied(
                        "kms:CancelKeyDeletion",
                        () -> by.plainKms.cancelKeyDeletion(request -> request.keyId(NO_UUID))));
    }
}
