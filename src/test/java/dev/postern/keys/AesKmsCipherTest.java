package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.keys.KmsRefused.Code;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class AesKmsCipherTest {
    private static final byte[] TEXT = "not really a secret".getBytes(StandardCharsets.UTF_8);
    private static final EncryptionContext CONTEXT =
            EncryptionContext.of(Map.of("aws:ssm:SessionId", "admin-1", "aws:ssm:TargetId", "mi-0123456789abcdef0"));

    private final HandClock clock = new HandClock();
    private final KmsKeys keys;
    private final KmsCipher cipher;
    private final KmsKey key;

    AesKmsCipherTest(Database database) {
        var kms = new TestKmsKeys(database.fresh(), clock);
        keys = kms.keys();
        cipher = kms.cipher;
        key = keys.create("");
    }

    @Test
    void opensWhatItEncryptedInTheSameContext() {
        assertThat(cipher.decrypt(cipher.encrypt(key, TEXT, CONTEXT), CONTEXT)).isEqualTo(TEXT);
        var none = EncryptionContext.of(Map.of());
        assertThat(cipher.decrypt(cipher.encrypt(key, TEXT, none), none)).isEqualTo(TEXT);
    }

    @Test
    void theOrderOfTheContextSaysNothing() {
        var backwards = new LinkedHashMap<String, String>();
        backwards.put("b", "2");
        backwards.put("a", "1");
        var forwards = new LinkedHashMap<String, String>();
        forwards.put("a", "1");
        forwards.put("b", "2");
        var ciphertext = cipher.encrypt(key, TEXT, EncryptionContext.of(backwards));
        assertThat(cipher.decrypt(ciphertext, EncryptionContext.of(forwards))).isEqualTo(TEXT);
    }

    @Test
    void anotherContextOpensNothing() {
        var ciphertext = cipher.encrypt(key, TEXT, EncryptionContext.of(Map.of("ab", "c")));
        for (var other : new Map<?, ?>[] {
            Map.of(), Map.of("a", "bc"), Map.of("ab", "C"), Map.of("ab", "c", "d", ""), Map.of("", "abc")
        }) {
            var context = new LinkedHashMap<String, String>();
            other.forEach((name, value) -> context.put(name.toString(), value.toString()));
            refuses(Code.INVALID_CIPHERTEXT, () -> cipher.decrypt(ciphertext, EncryptionContext.of(context)));
        }
    }

    @Test
    void theCiphertextNamesItsKeyAndVersionAndIsNeverTheSameTwice() {
        var ciphertext = ByteBuffer.wrap(cipher.encrypt(key, TEXT, CONTEXT));
        assertThat(ciphertext.get()).isEqualTo((byte) 1);
        assertThat(new UUID(ciphertext.getLong(), ciphertext.getLong())).isEqualTo(key.id());
        assertThat(ciphertext.getInt()).isEqualTo(1);
        assertThat(ciphertext.remaining()).isEqualTo(12 + TEXT.length + 16);
        assertThat(cipher.encrypt(key, TEXT, CONTEXT)).isNotEqualTo(ciphertext.array());
        assertThat(keys.thatMade(ciphertext.array())).contains(key);
    }

    @Test
    void noticesEveryChangedByte() {
        var ciphertext = cipher.encrypt(key, TEXT, CONTEXT);
        for (int i = 0; i < ciphertext.length; i++) {
            var changed = ciphertext.clone();
            changed[i] ^= 1;
            refuses(Code.INVALID_CIPHERTEXT, () -> cipher.decrypt(changed, CONTEXT));
        }
    }

    @Test
    void whatIsNoCiphertextIsRefused() {
        for (int length : new int[] {0, 1, 20, 48, 6_144})
            refuses(Code.INVALID_CIPHERTEXT, () -> cipher.decrypt(new byte[length], CONTEXT));
        assertThat(keys.thatMade(new byte[3])).isEmpty();
    }

    @Test
    void anotherKeysCiphertextDoesNotOpenUnderThisKeysName() {
        var other = keys.create("");
        var ciphertext = cipher.encrypt(key, TEXT, CONTEXT);
        ByteBuffer.wrap(ciphertext, 1, 16)
                .putLong(other.id().getMostSignificantBits())
                .putLong(other.id().getLeastSignificantBits());
        refuses(Code.INVALID_CIPHERTEXT, () -> cipher.decrypt(ciphertext, CONTEXT));
    }

    @Test
    void oldCiphertextsStillOpenAfterARotation() {
        var old = cipher.encrypt(key, TEXT, CONTEXT);
        var rotated = keys.rotate(key.id());
        var fresh = cipher.encrypt(rotated, TEXT, CONTEXT);
        assertThat(ByteBuffer.wrap(fresh).getInt(17)).isEqualTo(2);
        assertThat(cipher.decrypt(old, CONTEXT)).isEqualTo(TEXT);
        assertThat(cipher.decrypt(fresh, CONTEXT)).isEqualTo(TEXT);
    }

    @Test
    void theFirstUseAfterItsTimeRotatesTheKey() {
        keys.rotateEvery(key.id(), 90);
        clock.forward(Duration.ofDays(89));
        cipher.encrypt(now(), TEXT, CONTEXT);
        assertThat(now().version()).isEqualTo(1);
        clock.forward(Duration.ofDays(1));
        var stale = now();
        cipher.encrypt(stale, TEXT, CONTEXT);
        cipher.encrypt(stale, TEXT, CONTEXT);
        assertThat(now().version()).isEqualTo(2);
        assertThat(now().rotation()).isEqualTo(new KmsKey.Rotation(90, HandClock.START.plus(Duration.ofDays(180))));
    }

    @Test
    void aDataKeyComesInTheClearAndEncrypted() {
        var made = cipher.generate(key, 64, CONTEXT);
        assertThat(made.plaintext()).hasSize(64);
        assertThat(cipher.decrypt(made.ciphertext(), CONTEXT)).isEqualTo(made.plaintext());
        assertThat(cipher.generate(key, 64, CONTEXT).plaintext()).isNotEqualTo(made.plaintext());
    }

    @Test
    void aKeyThatIsDisabledOrWaitsForItsEndDoesNothing() {
        var ciphertext = cipher.encrypt(key, TEXT, CONTEXT);
        keys.setEnabled(key.id(), false);
        refuses(Code.DISABLED, () -> cipher.decrypt(ciphertext, CONTEXT));
        refuses(Code.DISABLED, () -> cipher.encrypt(now(), TEXT, CONTEXT));
        keys.setEnabled(key.id(), true);
        keys.scheduleDeletion(key.id(), KmsKeys.SHORTEST_WAIT);
        refuses(Code.WRONG_STATE, () -> cipher.decrypt(ciphertext, CONTEXT));
        clock.forward(KmsKeys.SHORTEST_WAIT);
        refuses(Code.INVALID_CIPHERTEXT, () -> cipher.decrypt(ciphertext, CONTEXT));
    }

    @Test
    void aContextHasItsBound() {
        assertThat(EncryptionContext.of(Map.of("n", "x".repeat(EncryptionContext.MOST_BYTES - 1)))
                        .pairs())
                .hasSize(1);
        assertThatThrownBy(() -> EncryptionContext.of(Map.of("n", "x".repeat(EncryptionContext.MOST_BYTES))))
                .hasMessageContaining("8192");
    }

    private KmsKey now() {
        return keys.find(key.id()).orElseThrow();
    }

    private static void refuses(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KmsRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
