package dev.postern.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final byte[] SIGNED = Recordings.bytes("{\"what\":\"was signed\"}");

    @Test
    void provesTheBytesThatWereSignedAndNoOthers() throws Damaged {
        var seal = Seal.read(Recordings.KEY.sign(SIGNED).written());
        assertThatCode(() -> seal.prove(SIGNED)).doesNotThrowAnyException();
        for (var place = 0; place < SIGNED.length; place++) {
            var changed = SIGNED.clone();
            changed[place] ^= 1;
            assertThatThrownBy(() -> seal.prove(changed)).hasMessage("its signature is not of these bytes");
        }
    }

    /** RFC 8032 §7.1, test 3. */
    @Test
    void isEd25519AsOthersMakeIt() throws Damaged {
        var hex = HexFormat.of();
        var seal = Seal.of(
                hex.parseHex("302a300506032b6570032100"
                        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
                hex.parseHex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
        seal.prove(hex.parseHex("af82"));
        assertThat(seal.fingerprint()).matches("SHA256:[0-9a-f]{64}");
    }

    @Test
    void everyChangeToASealIsNoticed() {
        var written = Recordings.KEY.sign(SIGNED).written();
        for (var place = 0; place < written.length; place++)
            for (var bit = 0; bit < 8; bit++) {
                var changed = written.clone();
                changed[place] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> Seal.read(changed).prove(SIGNED))
                        .as("bit %d of byte %d", bit, place)
                        .isInstanceOf(Damaged.class);
            }
    }

    @Test
    void aSealIsWrittenInOneWay() {
        var seal = Recordings.KEY.sign(SIGNED);
        assertThatThrownBy(() -> Seal.read(Recordings.bytes(text(seal) + " ")))
                .hasMessage("its signature is not written as one is");
        assertThatIllegalArgumentException().isThrownBy(() -> new Seal("RSA", seal.publicKey(), seal.signature()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seal(Seal.ED25519, "AB==", seal.signature()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seal(Seal.ED25519, "no Base64!", seal.signature()));
    }

    @Test
    void aKeyThatIsNoneProvesNothing() {
        var noKey = Seal.of(
                new byte[44],
                Base64.getDecoder().decode(Recordings.KEY.sign(SIGNED).signature()));
        assertThatThrownBy(() -> noKey.prove(SIGNED)).hasMessage("its signature is none");
        var tooShort =
                Seal.of(Base64.getDecoder().decode(Recordings.KEY.sign(SIGNED).publicKey()), new byte[3]);
        assertThatThrownBy(() -> tooShort.prove(SIGNED)).isInstanceOf(Damaged.class);
    }

    private static String text(Seal seal) {
        return new String(seal.written(), StandardCharsets.UTF_8);
    }
}
