package dev.postern.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.session.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class DataKeyTest {
    private static final byte[] BYTES = "what was said".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final byte[] secret = DataKey.fresh(random);
    private final DataKey key = new DataKey(new SessionId("one"), secret);

    @Test
    void whatIsSealedOpensAsTheSameSegmentOfTheSameSession() throws GeneralSecurityException {
        var sealed = key.seal(3, BYTES, random);
        assertThat(key.open(3, sealed)).isEqualTo(BYTES);
        assertThatThrownBy(() -> key.open(4, sealed)).isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> new DataKey(new SessionId("two"), secret).open(3, sealed))
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("said");
    }

    @Test
    void noTwoSealsAreAlike() {
        assertThat(key.seal(1, BYTES, random)).isNotEqualTo(key.seal(1, BYTES, random));
    }

    @Test
    void aChangedByteAnywhereIsFoundOut() {
        var sealed = key.seal(1, BYTES, random);
        for (var i = 0; i < sealed.length; i++) {
            var changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> key.open(1, changed)).as("byte " + i).isInstanceOf(GeneralSecurityException.class);
        }
        for (var length = 0; length < sealed.length; length++) {
            var cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(1, cut)).isInstanceOf(GeneralSecurityException.class);
        }
    }
}
