package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.trail.Entry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.DryRunOperationException;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidAliasNameException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.InvalidGrantTokenException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.UnsupportedOperationException;

/** KMS by AWS's own SDK. */
class KmsSdkIT {
    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("not really a secret");
    private static final Map<String, String> CONTEXT = Map.of("b", "2", "a", "1");
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(Clock.systemUTC()); // the SDK has no other time

    @AutoClose
    private final KmsClient kms = AwsSdk.kms(api, api.administrator());

    private String newKey() {
        return kms.createKey(_ -> {}).keyMetadata().keyId();
    }

    @Test
    void aKeyIsMadeDescribedAndRedescribed() {
        var made = kms.createKey(request -> request.description("for sessions")
                        .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                        .multiRegion(false))
                .keyMetadata();
        assertThat(made.arn()).isEqualTo("arn:aws:kms:local:000000000000:key/" + made.keyId());
        assertThat(made.awsAccountId()).isEqualTo("000000000000");
        assertThat(made.enabled()).isTrue();
        assertThat(made.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(made.encryptionAlgorithms()).containsExactly(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(made.creationDate()).isBeforeOrEqualTo(Instant.now());
        kms.updateKeyDescription(request -> request.keyId(made.arn()).description(""));
        assertThat(kms.describeKey(request -> request.keyId(made.keyId())).keyMetadata())
                .isEqualTo(made.toBuilder().description("").build());
    }

    @Test
    void whatAKeyCannotBeHereIsSaid() {
        assertThatThrownBy(() -> kms.createKey(request -> request.keySpec(KeySpec.RSA_2048)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("KeySpec")
                .hasMessageContaining("SYMMETRIC_DEFAULT");
        assertThatThrownBy(() -> kms.createKey(request -> request.multiRegion(true)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> kms.createKey(request -> request.policy("{}")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Policy");
        AwsSdk.invalid(() -> kms.createKey(request -> request.description("x".repeat(8_193))), "description");
    }

    @Test
    void keysAndAliasesAreListedPageByPage() {
        var ids = new TreeSet<String>();
        for (int i = 0; i < 5; i++) ids.add(newKey());
        assertThat(kms.listKeysPaginator(request -> request.limit(2)).keys().stream()
                        .map(KeyListEntry::keyId))
                .containsExactlyElementsOf(ids);
        var page = kms.listKeys(request -> request.limit(2));
        assertThat(page.truncated()).isTrue();
        assertThat(page.keys().getFirst().keyArn()).endsWith("key/" + ids.first());
        assertThat(kms.listKeys(_ -> {}).truncated()).isFalse();
        assertThatThrownBy(() -> kms.listKeys(request -> request.marker("nonsense")))
                .isInstanceOf(InvalidMarkerException.class);
        AwsSdk.invalid(() -> kms.listKeys(request -> request.limit(1_001)), "limit");

        for (var name : List.of("alias/c", "alias/a", "alias/b"))
            kms.createAlias(request -> request.aliasName(name).targetKeyId(ids.first()));
        kms.createAlias(request -> request.aliasName("alias/of-another").targetKeyId(ids.last()));
        assertThat(kms.listAliasesPaginator(request -> request.limit(2).keyId(ids.first())).aliases().stream()
                        .map(AliasListEntry::aliasName))
                .containsExactly("alias/a", "alias/b", "alias/c");
        assertThat(kms.listAliases(_ -> {}).aliases()).hasSize(4);
        assertThatThrownBy(() -> kms.listAliases(request -> request.keyId(NOBODY)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void anAliasStandsForItsKeyWhereverAKeyIsNamed() {
        var one = newKey();
        var other = newKey();
        kms.createAlias(request -> request.aliasName("alias/sessions").targetKeyId(one));
        assertThat(kms.describeKey(request -> request.keyId("alias/sessions"))
                        .keyMetadata()
                        .keyId())
                .isEqualTo(one);
        kms.updateAlias(request -> request.aliasName("alias/sessions").targetKeyId(other));
        assertThat(kms.encrypt(request -> request.keyId("arn:aws:kms:local:000000000000:alias/sessions")
                                .plaintext(TEXT))
                        .keyId())
                .endsWith(other);
        kms.deleteAlias(request -> request.aliasName("alias/sessions"));
        assertThatThrownBy(() -> kms.describeKey(request -> request.keyId("alias/sessions")))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aWrongAliasIsRefusedInKmsOwnWords() {
        var key = newKey();
        kms.createAlias(request -> request.aliasName("alias/a").targetKeyId(key));
        assertThatThrownBy(() ->
                        kms.createAlias(request -> request.aliasName("alias/a").targetKeyId(key)))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("arn:aws:kms:local:000000000000:alias/a");
        assertThatThrownBy(() -> kms.createAlias(
                        request -> request.aliasName("alias/aws/ssm").targetKeyId(key)))
                .isInstanceOf(InvalidAliasNameException.class);
        assertThatThrownBy(() ->
                        kms.updateAlias(request -> request.aliasName("alias/b").targetKeyId(key)))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> kms.deleteAlias(request -> request.aliasName("alias/b")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() ->
                        kms.createAlias(request -> request.aliasName("alias/b").targetKeyId(NOBODY)))
                .isInstanceOf(NotFoundException.class);
        AwsSdk.invalid(() -> kms.createAlias(request -> request.aliasName("a").targetKeyId(key)), "alias/");
        AwsSdk.invalid(
                () -> kms.createAlias(request -> request.aliasName("alias/").targetKeyId(key)), "alias/");
        AwsSdk.invalid(
                () -> kms.createAlias(request -> request.aliasName("alias/ä").targetKeyId(key)), "aliasName");
        AwsSdk.invalid(
                () -> kms.createAlias(request -> request.aliasName("alias/b").targetKeyId("alias/a")), "Aliases");
    }

    @Test
    void whatWasEncryptedOpensInItsContextAlone() {
        var key = newKey();
        var sealed = kms.encrypt(request -> request.keyId(key).plaintext(TEXT).encryptionContext(CONTEXT));
        assertThat(sealed.keyId()).endsWith("key/" + key);
        var opened = kms.decrypt(
                request -> request.ciphertextBlob(sealed.ciphertextBlob()).encryptionContext(CONTEXT));
        assertThat(opened.plaintext()).isEqualTo(TEXT);
        assertThat(opened.keyId()).isEqualTo(sealed.keyId());
        assertThatThrownBy(() -> kms.decrypt(request -> request.ciphertextBlob(sealed.ciphertextBlob())))
                .isInstanceOf(InvalidCiphertextException.class);
        var changed = sealed.ciphertextBlob().asByteArray();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> kms.decrypt(request ->
                        request.ciphertextBlob(SdkBytes.fromByteArray(changed)).encryptionContext(CONTEXT)))
                .isInstanceOf(InvalidCiphertextException.class);
        assertThatThrownBy(() -> kms.decrypt(request -> request.ciphertextBlob(TEXT)))
                .isInstanceOf(InvalidCiphertextException.class);
    }

    @Test
    void aKeyThatIsNamedForDecryptionMustBeTheOne() {
        var key = newKey();
        var other = newKey();
        var sealed = kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        assertThat(kms.decrypt(request -> request.ciphertextBlob(sealed).keyId(key))
                        .plaintext())
                .isEqualTo(TEXT);
        assertThatThrownBy(() ->
                        kms.decrypt(request -> request.ciphertextBlob(sealed).keyId(other)))
                .isInstanceOf(IncorrectKeyException.class);
        assertThatThrownBy(() ->
                        kms.decrypt(request -> request.ciphertextBlob(sealed).keyId(NOBODY)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void dataKeysComeInTheSizesKmsKnows() {
        var key = newKey();
        var wide = kms.generateDataKey(
                request -> request.keyId(key).numberOfBytes(64).encryptionContext(CONTEXT));
        assertThat(wide.plaintext().asByteArray()).hasSize(64);
        assertThat(kms.decrypt(request ->
                                request.ciphertextBlob(wide.ciphertextBlob()).encryptionContext(CONTEXT))
                        .plaintext())
                .isEqualTo(wide.plaintext());
        assertThat(kms.generateDataKey(request -> request.keyId(key).keySpec(DataKeySpec.AES_256))
                        .plaintext()
                        .asByteArray())
                .hasSize(32);
        assertThat(kms.generateDataKey(request -> request.keyId(key).keySpec(DataKeySpec.AES_128))
                        .plaintext()
                        .asByteArray())
                .hasSize(16);
        var hidden = kms.generateDataKeyWithoutPlaintext(
                request -> request.keyId(key).keySpec(DataKeySpec.AES_256));
        assertThat(kms.decrypt(request -> request.ciphertextBlob(hidden.ciphertextBlob()))
                        .plaintext()
                        .asByteArray())
                .hasSize(32);
        AwsSdk.invalid(() -> kms.generateDataKey(request -> request.keyId(key)), "number of bytes or key spec");
        AwsSdk.invalid(
                () -> kms.generateDataKey(request ->
                        request.keyId(key).keySpec(DataKeySpec.AES_256).numberOfBytes(32)),
                "number of bytes or key spec");
        AwsSdk.invalid(() -> kms.generateDataKey(request -> request.keyId(key).numberOfBytes(1_025)), "numberOfBytes");
        assertThatThrownBy(() ->
                        kms.generateDataKey(request -> request.keyId(NOBODY).numberOfBytes(64)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(NOBODY);
    }

    @Test
    void reEncryptMovesATextToAnotherKeyAndContext() {
        var key = newKey();
        var other = newKey();
        var sealed = kms.encrypt(request -> request.keyId(key).plaintext(TEXT).encryptionContext(CONTEXT))
                .ciphertextBlob();
        var moved = kms.reEncrypt(request -> request.ciphertextBlob(sealed)
                .sourceEncryptionContext(CONTEXT)
                .destinationKeyId(other)
                .destinationEncryptionContext(Map.of("c", "3")));
        assertThat(moved.sourceKeyId()).endsWith(key);
        assertThat(moved.keyId()).endsWith(other);
        assertThat(kms.decrypt(request ->
                                request.ciphertextBlob(moved.ciphertextBlob()).encryptionContext(Map.of("c", "3")))
                        .plaintext())
                .isEqualTo(TEXT);
    }

    @Test
    void limitsAreThoseOfKms() {
        var key = newKey();
        AwsSdk.invalid(
                () -> kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4_097]))),
                "plaintext");
        assertThat(kms.encrypt(request -> request.keyId(key).plaintext(SdkBytes.fromByteArray(new byte[4_096])))
                        .ciphertextBlob()
                        .asByteArray())
                .hasSizeLessThan(6_144);
        AwsSdk.invalid(
                () -> kms.encrypt(request ->
                        request.keyId(key).plaintext(TEXT).encryptionContext(Map.of("n", "x".repeat(8_192)))),
                "encryptionContext");
        AwsSdk.invalid(
                () -> kms.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(new byte[6_145]))),
                "ciphertextBlob");
        assertThatThrownBy(() -> kms.encrypt(request -> request.keyId(key)
                        .plaintext(TEXT)
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)))
                .isInstanceOf(InvalidKeyUsageException.class);
        assertThatThrownBy(() -> kms.encrypt(
                        request -> request.keyId(key).plaintext(TEXT).grantTokens("t")))
                .isInstanceOf(InvalidGrantTokenException.class);
        assertThatThrownBy(() -> kms.encrypt(
                        request -> request.keyId(key).plaintext(TEXT).dryRun(true)))
                .isInstanceOf(DryRunOperationException.class);
    }

    @Test
    void plaintextIsNeverRepeatedInAnError() {
        var signer = ApiUnderTest.signer(api.keyOf("root", Set.of("administrators")), "kms");
        var reply = api.post(signer, "TrentService.Encrypt", "{\"KeyId\":\"k\",\"Plaintext\":\"c2VjcmV0!\"}");
        assertThat(reply.type()).isEqualTo("SerializationException");
        assertThat(reply.message()).contains("plaintext").contains("Base64").doesNotContain("c2VjcmV0");
    }

    @Test
    void aDisabledKeyDoesNothing() {
        var key = newKey();
        var sealed = kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        kms.disableKey(request -> request.keyId(key));
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().keyState())
                .isEqualTo(KeyState.DISABLED);
        assertThatThrownBy(() -> kms.decrypt(request -> request.ciphertextBlob(sealed)))
                .isInstanceOf(DisabledException.class)
                .hasMessageContaining("is disabled");
        assertThatThrownBy(
                        () -> kms.generateDataKey(request -> request.keyId(key).numberOfBytes(64)))
                .isInstanceOf(DisabledException.class);
        assertThatThrownBy(() -> kms.rotateKeyOnDemand(request -> request.keyId(key)))
                .isInstanceOf(DisabledException.class);
        kms.enableKey(request -> request.keyId(key));
        assertThat(kms.decrypt(request -> request.ciphertextBlob(sealed)).plaintext())
                .isEqualTo(TEXT);
        assertThatThrownBy(() -> kms.enableKey(request -> request.keyId(NOBODY)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aDeletionIsScheduledAndCancelled() {
        var key = newKey();
        var scheduled = kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
        assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(scheduled.deletionDate()).isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(kms.describeKey(request -> request.keyId(key)).keyMetadata().deletionDate())
                .isEqualTo(scheduled.deletionDate());
        assertThatThrownBy(() -> kms.encrypt(request -> request.keyId(key).plaintext(TEXT)))
                .isInstanceOf(KmsInvalidStateException.class)
                .hasMessageContaining("pending deletion");
        kms.cancelKeyDeletion(request -> request.keyId(key));
        assertThatThrownBy(() -> kms.cancelKeyDeletion(request -> request.keyId(key)))
                .isInstanceOf(KmsInvalidStateException.class);
        AwsSdk.invalid(
                () -> kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(6)),
                "pendingWindowInDays");
    }

    @Test
    void aKeyIsRotatedAndOldTextsStillOpen() {
        var key = newKey();
        var old = kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        kms.rotateKeyOnDemand(request -> request.keyId(key));
        assertThat(kms.decrypt(request -> request.ciphertextBlob(old)).plaintext())
                .isEqualTo(TEXT);
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled())
                .isFalse();
        kms.enableKeyRotation(request -> request.keyId(key).rotationPeriodInDays(90));
        var status = kms.getKeyRotationStatus(request -> request.keyId(key));
        assertThat(status.keyRotationEnabled()).isTrue();
        assertThat(status.rotationPeriodInDays()).isEqualTo(90);
        assertThat(status.nextRotationDate()).isAfter(Instant.now().plus(Duration.ofDays(89)));
        kms.disableKeyRotation(request -> request.keyId(key));
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key)).keyRotationEnabled())
                .isFalse();
        AwsSdk.invalid(
                () -> kms.enableKeyRotation(request -> request.keyId(key).rotationPeriodInDays(89)),
                "rotationPeriodInDays");
    }

    @Test
    void aNodeOpensWhatWasEncryptedForItAndNothingElse() {
        var one = api.node("web-1");
        var other = api.node("web-2");
        var key = newKey();
        var context = Map.of(
                "aws:ssm:SessionId", "admin-1", "aws:ssm:TargetId", one.id().value());
        var made = kms.generateDataKey(
                request -> request.keyId(key).numberOfBytes(64).encryptionContext(context));

        try (var agent = AwsSdk.kms(api, one.credentials());
                var another = AwsSdk.kms(api, other.credentials())) {
            assertThat(agent.decrypt(request -> request.ciphertextBlob(made.ciphertextBlob())
                                    .keyId(key)
                                    .encryptionContext(context))
                            .plaintext())
                    .isEqualTo(made.plaintext());
            AwsSdk.denied(() -> another.decrypt(
                    request -> request.ciphertextBlob(made.ciphertextBlob()).encryptionContext(context)));
            AwsSdk.denied(() -> agent.decrypt(request -> request.ciphertextBlob(made.ciphertextBlob())));
            assertThatThrownBy(() -> another.decrypt(request -> request.ciphertextBlob(made.ciphertextBlob())
                            .encryptionContext(Map.of(
                                    "aws:ssm:SessionId",
                                    "admin-1",
                                    "aws:ssm:TargetId",
                                    other.id().value()))))
                    .as("says that it is meant, and is not")
                    .isInstanceOf(InvalidCiphertextException.class);
            AwsSdk.denied(
                    () -> agent.generateDataKey(request -> request.keyId(key).numberOfBytes(64)));
            AwsSdk.denied(() -> agent.encrypt(request -> request.keyId(key).plaintext(TEXT)));
            AwsSdk.denied(() -> agent.describeKey(request -> request.keyId(key)));
            AwsSdk.denied(() -> agent.listKeys(_ -> {}));
        }
        var event = event("Decrypt");
        assertThat(event.event().actor().arn()).endsWith("managed-instance/" + one.id());
        assertThat(event.event().node()).isEqualTo(one.id().value());
        assertThat(event.event().session()).isEqualTo("admin-1");
        assertThat(event.event().resource()).endsWith("key/" + key);
    }

    @Test
    void whoIsNoAdministratorNeitherUsesNorSeesKeys() {
        var key = newKey();
        var sealed = kms.encrypt(request -> request.keyId(key).plaintext(TEXT)).ciphertextBlob();
        try (var alice = AwsSdk.kms(api, api.keyOf("alice", Set.of()))) {
            AwsSdk.denied(() -> alice.createKey(_ -> {}));
            AwsSdk.denied(() -> alice.listKeys(_ -> {}));
            AwsSdk.denied(() -> alice.describeKey(request -> request.keyId(key)));
            AwsSdk.denied(() -> alice.describeKey(request -> request.keyId(NOBODY)));
            AwsSdk.denied(() -> alice.decrypt(request -> request.ciphertextBlob(sealed)));
            AwsSdk.denied(() ->
                    alice.decrypt(request -> request.ciphertextBlob(sealed).dryRun(true)));
            AwsSdk.denied(
                    () -> alice.generateDataKey(request -> request.keyId(key).numberOfBytes(64)));
            AwsSdk.denied(() -> alice.disableKey(request -> request.keyId(key)));
        }
    }

    @Test
    void everyUseIsInTheTrailWithItsContextAndWithoutItsText() {
        var key = newKey();
        kms.encrypt(request -> request.keyId(key).plaintext(TEXT).encryptionContext(CONTEXT));
        var event = event("Encrypt").event();
        assertThat(event.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(event.details())
                .containsEntry("encryptionContext.a", "1")
                .containsEntry("permission", "kms:Encrypt");
        assertThat(event.toString()).doesNotContain(TEXT.asUtf8String());
        assertThat(event("CreateKey").event().outcome()).isEqualTo(Outcome.ALLOWED);
    }

    private Entry event(String action) {
        return api.bean(Trail.class).latest(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.event().action().equals(action))
                .reduce((_, earlier) -> earlier)
                .orElseThrow();
    }
}
