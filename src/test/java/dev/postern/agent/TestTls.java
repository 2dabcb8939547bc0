package dev.postern.agent;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of an hour, and a certificate of its for this machine. */
record TestTls(X509Certificate ca, KeyPair caKey, KeyStore server) {

    static final char[] PASSWORD = "test".toCharArray();
    private static final String CA = "CN=A test's CA";

    static TestTls fresh() {
        try {
            var caKey = key();
            return signing(certificate(CA, caKey, CA, caKey, new GeneralName[0]), caKey, thisMachine());
        } catch (GeneralSecurityException | OperatorCreationException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The same CA vouches for somebody else. */
    TestTls forAnotherName() {
        try {
            return signing(ca, caKey, new GeneralName[] {new GeneralName(GeneralName.dNSName, "elsewhere.example")});
        } catch (GeneralSecurityException | OperatorCreationException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static TestTls signing(X509Certificate ca, KeyPair caKey, GeneralName[] names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var key = key();
        var leaf = certificate(CA, caKey, "CN=A test's server", key, names);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", key.getPrivate(), PASSWORD, new X509Certificate[] {leaf, ca});
        return new TestTls(ca, caKey, store);
    }

    private static GeneralName[] thisMachine() {
        return new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        };
    }

    private static KeyPair key() throws GeneralSecurityException {
        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private static X509Certificate certificate(
            String issuer, KeyPair issuerKey, String subject, KeyPair key, GeneralName[] names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Name(subject),
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(names.length == 0));
        if (names.length > 0) builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
