package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OwnAuthorityTest {
    private static final CertificateNames NAMES = CertificateNames.of(List.of("localhost", "127.0.0.1", "::1"));

    @TempDir
    private Path tls;

    private final HandClock clock = new HandClock();

    private X509Certificate served(CertificateNames names) {
        return new OwnAuthority(tls, clock).serverFor(names).certificate();
    }

    @Test
    void theServerCertificateCarriesExactlyTheNamesItWasAskedFor() throws CertificateParsingException {
        assertThat(CertificateNames.of(served(NAMES))).isEqualTo(NAMES);
    }

    @Test
    void isSignedByTheCaThatItHandsOut() throws Exception {
        var authority = new OwnAuthority(tls, clock);
        List<X509Certificate> chain = authority.serverFor(NAMES).chain();
        assertThat(chain).hasSize(2);
        assertThatCode(() -> chain.getFirst().verify(chain.getLast().getPublicKey()))
                .doesNotThrowAnyException();
        assertThat(Files.readString(authority.caFile())).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(chain.getLast().getBasicConstraints()).isZero();
        assertThat(chain.getFirst().getBasicConstraints()).isEqualTo(-1);
        assertThat(chain.getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void keysAreEllipticAndLivesAreBounded() {
        X509Certificate certificate = served(NAMES);
        assertThat(certificate.getPublicKey())
                .isInstanceOfSatisfying(
                        ECPublicKey.class,
                        key -> assertThat(key.getParams().getOrder().bitLength())
                                .isEqualTo(256));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(HandClock.START.plus(OwnAuthority.SERVER_LIFE));
        assertThat(certificate.getNotBefore().toInstant()).isBefore(HandClock.START);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keysAreForTheirOwnerAlone() throws IOException {
        served(NAMES);
        for (String key : Set.of("ca.key", "server.key")) {
            assertThat(Files.getPosixFilePermissions(tls.resolve(key)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aRestartServesTheSameCertificate() {
        assertThat(served(NAMES)).isEqualTo(served(NAMES));
    }

    @Test
    void otherNamesMakeAnotherCertificateOfTheSameCa() throws Exception {
        X509Certificate before = served(NAMES);
        String ca = Files.readString(tls.resolve("ca.pem"));
        var more = CertificateNames.of(List.of("localhost", "127.0.0.1", "::1", "gate.example.org"));
        assertThat(served(more)).isNotEqualTo(before);
        assertThat(CertificateNames.of(served(more))).isEqualTo(more);
        assertThat(tls.resolve("ca.pem")).hasContent(ca);
    }

    @Test
    void isRenewedThirtyDaysBeforeItsEndAndNotEarlier() {
        X509Certificate before = served(NAMES);
        clock.forward(OwnAuthority.SERVER_LIFE.minus(OwnAuthority.RENEW_BEFORE).minusSeconds(1));
        assertThat(served(NAMES)).isEqualTo(before);
        clock.forward(Duration.ofSeconds(1));
        assertThat(served(NAMES)).isNotEqualTo(before);
    }

    @Test
    void aStopBetweenKeyAndCertificateIsHealed() throws IOException {
        X509Certificate before = served(NAMES);
        Files.copy(tls.resolve("ca.key"), tls.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(served(NAMES)).isNotEqualTo(before);
        assertThat(served(NAMES)).isEqualTo(served(NAMES));
    }

    @Test
    void aCaWithoutItsKeyIsNeverReplacedInSilence() throws IOException {
        served(NAMES);
        Files.delete(tls.resolve("ca.key"));
        assertThatThrownBy(() -> served(NAMES)).isInstanceOf(StartRefused.class).hasMessageContaining(tls.toString());
    }
}
