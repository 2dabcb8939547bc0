package dev.postern.protocol;

import static dev.postern.protocol.Samples.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SessionCipherTest {
    private static final byte[] KEY =
            "sixty-four bytes of text that nobody would take for a real key!!".getBytes(StandardCharsets.US_ASCII);

    private final SessionCipher agent = SessionCipher.forAgent(KEY, new SecureRandom());
    private final SessionCipher client = SessionCipher.forClient(KEY, new SecureRandom());

    @Test
    void whatOneEndEncryptsTheOtherReads() {
        assertThat(client.decrypt(agent.encrypt(bytes("output")))).isEqualTo(bytes("output"));
        assertThat(agent.decrypt(client.encrypt(bytes("keys")))).isEqualTo(bytes("keys"));
        assertThat(agent.encrypt(bytes("output")).remaining()).isEqualTo(6 + SessionCipher.OVERHEAD_BYTES);
    }

    @Test
    void noEndReadsItsOwn() {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> agent.decrypt(agent.encrypt(bytes("output"))));
    }

    @Test
    void everyChangeIsNoticed() {
        var encrypted = agent.encrypt(bytes("output"));
        for (var i = 0; i < encrypted.remaining(); i++) {
            var changed = ByteBuffer.allocate(encrypted.remaining())
                    .put(encrypted.duplicate())
                    .flip();
            changed.put(i, (byte) (changed.get(i) ^ 1));
            assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> client.decrypt(changed));
        }
        for (var length = 0; length < encrypted.remaining(); length++) {
            var cut = encrypted.slice(0, length);
            assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> client.decrypt(cut));
        }
    }

    @Test
    void noNonceComesTwiceAndTheyCountUp() {
        var nonces = new HashSet<ByteBuffer>();
        for (var i = 0; i < 1000; i++) nonces.add(agent.encrypt(bytes("x")).slice(0, 12));

        assertThat(nonces).hasSize(1000);
    }

    @Test
    void theNonceCountsUpLittleEndianAcrossItsBytes() {
        var highest = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                Arrays.fill(bytes, (byte) 0xFF);
                bytes[2] = 6;
            }
        };
        var cipher = SessionCipher.forAgent(KEY, highest);

        assertThat(Samples.hex(cipher.encrypt(bytes("x")).slice(0, 12))).isEqualTo("000007ffffffffffffffffff");
        assertThat(Samples.hex(cipher.encrypt(bytes("x")).slice(0, 12))).isEqualTo("010007ffffffffffffffffff");
    }

    @Test
    void onlyTheBytesOfTheSessionAreEncrypted() {
        assertThat(agent.encrypts(PayloadType.OUTPUT)).isTrue();
        assertThat(agent.encrypts(PayloadType.STDERR)).isTrue();
        assertThat(agent.encrypts(PayloadType.EXIT_CODE)).isTrue();
        assertThat(agent.encrypts(PayloadType.FLAG)).isFalse();
        assertThat(agent.encrypts(PayloadType.HANDSHAKE_COMPLETE)).isFalse();
        assertThat(client.encrypts(PayloadType.OUTPUT)).isTrue();
        assertThat(client.encrypts(PayloadType.SIZE)).isFalse();
        assertThat(client.encrypts(PayloadType.STDERR)).isFalse();
        for (var type = 0; type < 13; type++) {
            assertThat(agent.decrypts(type)).isEqualTo(client.encrypts(type));
            assertThat(client.decrypts(type)).isEqualTo(agent.encrypts(type));
        }
    }

    @Test
    void aKeyHas64Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionCipher.forAgent(new byte[32], new SecureRandom()));
    }
}
