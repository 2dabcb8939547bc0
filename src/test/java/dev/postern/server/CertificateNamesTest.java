package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNamesTest {
    private final CertificateNames names =
            CertificateNames.of(List.of("Gate.Example.org", "*.apps.example.org", "127.0.0.1", "::1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gate.example.org",
                "GATE.example.org",
                "x.apps.example.org",
                "127.0.0.1",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1"
            })
    void containsWhatAClientWouldAccept(String host) {
        assertThat(names.contain(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "apps.example.org",
                "a.b.apps.example.org",
                "127.0.0.2",
                "::2",
                "",
                "999.1.1.1",
                "[::1",
                "*.apps.example.org."
            })
    void containsNothingElse(String host) {
        assertThat(names.contain(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a/b", "-x", "", "host:8443", "999.1.1.1"})
    void whatIsNeitherNameNorAddressIsRefused(String host) {
        assertThatThrownBy(() -> CertificateNames.of(List.of(host)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(host);
    }

    @Test
    void anAddressIsOneNameHoweverItIsWritten() {
        assertThat(CertificateNames.of(List.of("::1"))).isEqualTo(CertificateNames.of(List.of("[0:0:0:0:0:0:0:1]")));
    }
}
