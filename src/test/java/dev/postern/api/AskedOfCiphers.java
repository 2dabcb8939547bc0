package dev.postern.api;

import static dev.postern.api.Asked.as;
import static dev.postern.api.Asked.denied;
import static dev.postern.api.Asked.invalid;
import static dev.postern.api.Asked.kms;
import static dev.postern.api.SdkCaller.NO_UUID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** What is asked of keys to encrypt and decrypt. */
record AskedOfCiphers(SdkCaller by) {
    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("not really a secret");
    private static final Map<String, String> CONTEXT = Map.of("PARAMETER", "a", "b", "ä");
    private static final Map<String, String> TOO_LONG = Map.of("n", "x".repeat(8_192));

    List<Asked> all() {
        return List.of(encrypt(), decrypt(), reEncrypt(), generate(), generateHidden());
    }

    private SdkBytes sealed(String key) {
        return by.kms
                .encrypt(request -> request.keyId(key).plaintext(TEXT).encryptionContext(CONTEXT))
                .ciphertextBlob();
    }

    private static SdkBytes bytes(int count) {
        return SdkBytes.fromByteArray(new byte[count]);
    }

    private Asked encrypt() {
        var key = by.newKey();
        return kms(
                "Encrypt",
                () -> {
                    var sealed = by.kms.encrypt(request ->
                            request.keyId(key).plaintext(bytes(4_096)).encryptionContext(CONTEXT));
                    assertThat(sealed.keyId()).endsWith("key/" + key);
                    assertThat(sealed.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
                    assertThat(by.kms
                                    .decrypt(request -> request.ciphertextBlob(sealed.ciphertextBlob())
                                            .encryptionContext(CONTEXT))
                                    .plaintext())
                            .isEqualTo(bytes(4_096));
                },
                as(
                        NotFoundException.class,
                        NO_UUID,
                        () -> by.kms.encrypt(request -> request.keyId(NO_UUID).plaintext(TEXT))),
                as(DisabledException.class, "is disabled", () -> sealed(by.disabledKey())),
                as(KmsInvalidStateException.class, "pending deletion", () -> sealed(by.goingKey())),
                as(
                        InvalidKeyUsageException.class,
                        "SYMMETRIC_DEFAULT",
                        () -> by.kms.encrypt(request -> request.keyId(key)
                                .plaintext(TEXT)
                                .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256))),
                as(
                        InvalidGrantTokenException.class,
                        "grant",
                        () -> by.kms.encrypt(
                                request -> request.keyId(key).plaintext(TEXT).grantTokens("t"))),
                as(
                        DryRunOperationException.class,
                        "would have succeeded",
                        () -> by.kms.encrypt(
                                request -> request.keyId(key).plaintext(TEXT).dryRun(true))),
                invalid("'plaintext'", () -> by.kms.encrypt(request -> request.keyId(key))),
                invalid(
                        "less than or equal to 4096",
                        () -> by.kms.encrypt(request -> request.keyId(key).plaintext(bytes(4_097)))),
                invalid(
                        "'encryptionContext'",
                        () -> by.kms.encrypt(
                                request -> request.keyId(key).plaintext(TEXT).encryptionContext(TOO_LONG))),
                denied(
                        "kms:Encrypt",
                        () -> by.plainKms.encrypt(request -> request.keyId(key).plaintext(TEXT))));
    }

    private Asked decrypt() {
        var key = by.newKey();
        var sealed = sealed(key);
        return kms(
                "Decrypt",
                () -> {
                    var opened = by.kms.decrypt(request -> request.ciphertextBlob(sealed)
                            .encryptionContext(CONTEXT)
                            .keyId(key));
                    assertThat(opened.plaintext()).isEqualTo(TEXT);
                    assertThat(opened.keyId()).endsWith("key/" + key);
                },
                as(
                        InvalidCiphertextException.class,
                        "",
                        () -> by.kms.decrypt(request -> request.ciphertextBlob(sealed))),
                as(
                        InvalidCiphertextException.class,
                        "",
                        () -> by.kms.decrypt(
                                request -> request.ciphertextBlob(TEXT).encryptionContext(CONTEXT))),
                as(IncorrectKeyException.class, "key", () -> {
                    var other = by.newKey();
                    by.kms.decrypt(request -> request.ciphertextBlob(sealed)
                            .encryptionContext(CONTEXT)
                            .keyId(other));
                }),
                as(
                        NotFoundException.class,
                        NO_UUID,
                        () -> by.kms.decrypt(request -> request.ciphertextBlob(sealed)
                                .encryptionContext(CONTEXT)
                                .keyId(NO_UUID))),
                as(DisabledException.class, "is disabled", () -> {
                    var other = by.newKey();
                    var text = sealed(other);
                    by.kms.disableKey(request -> request.keyId(other));
                    by.kms.decrypt(request -> request.ciphertextBlob(text).encryptionContext(CONTEXT));
                }),
                as(
                        DryRunOperationException.class,
                        "would have succeeded",
                        () -> by.kms.decrypt(request -> request.ciphertextBlob(sealed)
                                .encryptionContext(CONTEXT)
                                .dryRun(true))),
                invalid("'ciphertextBlob'", () -> by.kms.decrypt(_ -> {})),
                invalid(
                        "less than or equal to 6144",
                        () -> by.kms.decrypt(request -> request.ciphertextBlob(bytes(6_145)))),
                invalid(
                        "enum value set",
                        () -> by.kms.decrypt(
                                request -> request.ciphertextBlob(sealed).encryptionAlgorithm("ROT13"))),
                denied(
                        "kms:Decrypt",
                        () -> by.plainKms.decrypt(
                                request -> request.ciphertextBlob(sealed).encryptionContext(CONTEXT))));
    }

    private Asked reEncrypt() {
        var key = by.newKey();
        var other = by.newKey();
        var sealed = sealed(key);
        return kms(
                "ReEncrypt",
                () -> {
                    var moved = by.kms.reEncrypt(request -> request.ciphertextBlob(sealed)
                            .sourceEncryptionContext(CONTEXT)
                            .destinationKeyId(other));
                    assertThat(moved.sourceKeyId()).endsWith(key);
                    assertThat(moved.keyId()).endsWith(other);
                    assertThat(by.kms
                                    .decrypt(request -> request.ciphertextBlob(moved.ciphertextBlob()))
                                    .plaintext())
                            .isEqualTo(TEXT);
                },
                as(
                        NotFoundException.class,
                        NO_UUID,
                        () -> by.kms.reEncrypt(request -> request.ciphertextBlob(sealed)
                                .sourceEncryptionContext(CONTEXT)
                                .destinationKeyId(NO_UUID))),
                as(
                        InvalidCiphertextException.class,
                        "",
                        () -> by.kms.reEncrypt(
                                request -> request.ciphertextBlob(sealed).destinationKeyId(other))),
                as(
                        IncorrectKeyException.class,
                        "key",
                        () -> by.kms.reEncrypt(request -> request.ciphertextBlob(sealed)
                                .sourceKeyId(other)
                                .sourceEncryptionContext(CONTEXT)
                                .destinationKeyId(other))),
                invalid(
                        "'destinationKeyId'",
                        () -> by.kms.reEncrypt(
                                request -> request.ciphertextBlob(sealed).sourceEncryptionContext(CONTEXT))),
                invalid(
                        "'destinationEncryptionContext'",
                        () -> by.kms.reEncrypt(request -> request.ciphertextBlob(sealed)
                                .sourceEncryptionContext(CONTEXT)
                                .destinationKeyId(other)
                                .destinationEncryptionContext(TOO_LONG))),
                denied(
                        "kms:ReEncryptFrom",
                        () -> by.plainKms.reEncrypt(
                                request -> request.ciphertextBlob(sealed).destinationKeyId(other))));
    }

    private Asked generate() {
        var key = by.newKey();
        return kms(
                "GenerateDataKey",
                () -> {
                    var made = by.kms.generateDataKey(
                            request -> request.keyId(key).numberOfBytes(64).encryptionContext(CONTEXT));
                    assertThat(made.plaintext().asByteArray()).hasSize(64);
                    assertThat(by.kms
                                    .decrypt(request -> request.ciphertextBlob(made.ciphertextBlob())
                                            .encryptionContext(CONTEXT))
                                    .plaintext())
                            .isEqualTo(made.plaintext());
                },
                as(
                        NotFoundException.class,
                        NO_UUID,
                        () -> by.kms.generateDataKey(
                                request -> request.keyId(NO_UUID).numberOfBytes(64))),
                as(DisabledException.class, "is disabled", () -> {
                    var off = by.disabledKey();
                    by.kms.generateDataKey(request -> request.keyId(off).numberOfBytes(64));
                }),
                as(KmsInvalidStateException.class, "pending deletion", () -> {
                    var going = by.goingKey();
                    by.kms.generateDataKey(request -> request.keyId(going).numberOfBytes(64));
                }),
                invalid("not both", () -> by.kms.generateDataKey(request -> request.keyId(key))),
                invalid(
                        "not both",
                        () -> by.kms.generateDataKey(
                                request -> request.keyId(key).numberOfBytes(64).keySpec(DataKeySpec.AES_256))),
                invalid(
                        "less than or equal to 1024",
                        () -> by.kms.generateDataKey(
                                request -> request.keyId(key).numberOfBytes(1_025))),
                invalid(
                        "enum value set",
                        () -> by.kms.generateDataKey(
                                request -> request.keyId(key).keySpec("AES_512"))),
                invalid(
                        "'encryptionContext'",
                        () -> by.kms.generateDataKey(
                                request -> request.keyId(key).numberOfBytes(64).encryptionContext(TOO_LONG))),
                denied(
                        "kms:GenerateDataKey",
                        () -> by.plainKms.generateDataKey(
                                request -> request.keyId(key).numberOfBytes(64))));
    }

    private Asked generateHidden() {
        var key = by.newKey();
        return kms(
                "GenerateDataKeyWithoutPlaintext",
                () -> {
                    var made = by.kms.generateDataKeyWithoutPlaintext(
                            request -> request.keyId(key).keySpec(DataKeySpec.AES_128));
                    assertThat(made.keyId()).endsWith(key);
                    assertThat(by.kms
                                    .decrypt(request -> request.ciphertextBlob(made.ciphertextBlob()))
                                    .plaintext()
                                    .asByteArray())
                            .hasSize(16);
                },
                as(
                        NotFoundException.class,
                        NO_UUID,
                        () -> by.kms.generateDataKeyWithoutPlaintext(
                                request -> request.keyId(NO_UUID).numberOfBytes(64))),
                as(
                        DryRunOperationException.class,
                        "would have succeeded",
                        () -> by.kms.generateDataKeyWithoutPlaintext(
                                request -> request.keyId(key).numberOfBytes(64).dryRun(true))),
                invalid(
                        "'numberOfBytes'",
                        () -> by.kms.generateDataKeyWithoutPlaintext(
                                request -> request.keyId(key).numberOfBytes(0))),
                denied(
                        "kms:GenerateDataKeyWithoutPlaintext",
                        () -> by.plainKms.generateDataKeyWithoutPlaintext(
                                request -> request.keyId(key).numberOfBytes(64))));
    }
}
