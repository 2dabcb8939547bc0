package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedSecretsTest {
    private static final byte[] SECRET = "not really a secret".getBytes(StandardCharsets.UTF_8);

    private final SealedSecrets secrets = TestSecrets.sealedBy("0123456789abcdef-not-a-real-key-");

    @Test
    void opensWhatItSealed() {
        assertThat(secrets.open(secrets.seal(SECRET, "access-key:a"), "access-key:a"))
                .isEqualTo(SECRET);
        assertThat(secrets.open(secrets.seal(new byte[0], "empty"), "empty")).isEmpty();
    }

    @Test
    void theSealedTextNamesTheKeyVersionAndShowsNothingElse() {
        var sealed = secrets.seal(SECRET, "p");
        assertThat(sealed)
                .startsWith("1:")
                .hasSize(2
                        + Base64.getEncoder()
                                .encodeToString(new byte[12 + 19 + 16])
                                .length());
        assertThat(new String(Base64.getDecoder().decode(sealed.substring(2)), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @Test
    void theSameSecretIsNeverSealedAlike() {
        assertThat(secrets.seal(SECRET, "p")).isNotEqualTo(secrets.seal(SECRET, "p"));
    }

    @Test
    void doesNotOpenForAnotherPurpose() {
        var sealed = secrets.seal(SECRET, "access-key:a");
        assertThatThrownBy(() -> secrets.open(sealed, "access-key:b"))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("access-key:b");
    }

    @Test
    void doesNotOpenUnderAnotherMasterKey() {
        var sealed = secrets.seal(SECRET, "p");
        var others = TestSecrets.sealedBy("another-key-that-is-not-real----");
        assertThatThrownBy(() -> others.open(sealed, "p")).isInstanceOf(SealBroken.class);
    }

    @Test
    void opensWhatAnEarlierVersionOfTheMasterKeySealed() {
        var first = TestSecrets.key("0123456789abcdef-not-a-real-key-");
        var both = new SealedSecrets(
                KeyRing.of(1, first).followedBy(TestSecrets.key("another-key-that-is-not-real----")),
                new SecureRandom());
        assertThat(both.open(secrets.seal(SECRET, "p"), "p")).isEqualTo(SECRET);
        var sealed = both.seal(SECRET, "p");
        assertThat(sealed).startsWith("2:");
        assertThat(both.open(sealed, "p")).isEqualTo(SECRET);
        assertThatThrownBy(() -> secrets.open(sealed, "p"))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void noticesEveryChangedByte() {
        var sealed = Base64.getDecoder().decode(secrets.seal(SECRET, "p").substring(2));
        for (int i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            var text = "1:" + Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> secrets.open(text, "p")).isInstanceOf(SealBroken.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "1",
                "1:",
                "1:AAAA",
                "1:%%%",
                "x:AAAA",
                "2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "-1:"
            })
    void refusesWhatIsNoSealedText(String text) {
        assertThatThrownBy(() -> secrets.open(text, "p")).isInstanceOf(SealBroken.class);
    }
}
