package dev.postern.server;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authority of this home and the server certificate it signs, both EC P-256, kept as PEM under {@code tls/}:
 * {@code ca.pem} for everybody's trust, the keys with mode 0600. Made at first start; the server certificate again when its names change
 * or it has less than {@link #RENEW_BEFORE} to live.
 */
final class OwnAuthority {
    static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    /** The longest life that Apple's platforms accept from anybody is 398 days (support.apple.com/103769). */
    static final Duration SERVER_LIFE = Duration.ofDays(397);

    static final Duration RENEW_BEFORE = Duration.ofDays(30);
    /** Certificates begin a little in the past, for nodes whose clock is behind. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path directory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    OwnAuthority(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** A key with its certificate and those above it, leaf first. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {
        X509Certificate certificate() {
            return chain.getFirst();
        }
    }

    /** What one gives to agents and clients as the CA to trust. */
    Path caFile() {
        return directory.resolve("ca.pem");
    }

    /** The certificate for exactly these names, the stored one if it still serves. @throws StartRefused when the files cannot be used */
    Identity serverFor(CertificateNames names) {
        try {
            Files.createDirectories(directory);
            Identity authority = authority();
            Identity stored = load("server");
            if (stored != null && isPair(stored) && serves(stored, names, authority)) {
                return stored;
            }
            return issue(names, authority);
        } catch (IOException | GeneralSecurityException | OperatorCreationException unusable) {
            throw new StartRefused(
                    "The certificates in " + directory + " cannot be used: " + unusable.getMessage(),
                    "Mend or remove that directory (a new CA is made then, which every agent and client must be given),"
                            + " or name a Spring SSL bundle in postern.api.ssl-bundle.",
                    unusable);
        }
    }

    private Identity authority() throws IOException, GeneralSecurityException, OperatorCreationException {
        Identity stored = load("ca");
        if (stored != null) {
            if (!isPair(stored)) {
                throw new KeyException("ca.key is not the key of ca.pem");
            }
            return stored;
        }
        KeyPair pair = newPair();
        var subject = new X500Principal("CN=Postern CA " + tag() + ", O=Postern");
        var certificate = builder(subject, subject, pair, AUTHORITY_LIFE)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        var made = new Identity(pair.getPrivate(), List.of(sign(certificate, pair.getPrivate())));
        store("ca", made);
        return made;
    }

    private Identity issue(CertificateNames names, Identity authority)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair pair = newPair();
        X509Certificate above = authority.certificate();
        var extensions = new JcaX509ExtensionUtils();
        var certificate = builder(
                        above.getSubjectX500Principal(), new X500Principal("CN=Postern, O=Postern"), pair, SERVER_LIFE)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, alternativeNames(names))
                .addExtension(
                        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()))
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        extensions.createAuthorityKeyIdentifier(above.getPublicKey()));
        var made = new Identity(pair.getPrivate(), List.of(sign(certificate, authority.key()), above));
        store("server", made);
        return made;
    }

    private boolean serves(Identity stored, CertificateNames names, Identity authority) {
        try {
            stored.certificate().verify(authority.certificate().getPublicKey());
            Instant end = stored.certificate().getNotAfter().toInstant();
            return clock.instant().plus(RENEW_BEFORE).isBefore(end)
                    && CertificateNames.of(stored.certificate()).equals(names);
        } catch (GeneralSecurityException ofAnotherAuthority) {
            return false;
        }
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair pair, Duration life) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCKS_DIFFER)),
                Date.from(now.plus(life)),
                subject,
                pair.getPublic());
    }

    private static X509Certificate sign(org.bouncycastle.cert.X509v3CertificateBuilder certificate, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    }

    private KeyPair newPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static GeneralNames alternativeNames(CertificateNames names) {
        return new GeneralNames(Stream.concat(
                        names.dns().stream().sorted().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        names.addresses().stream()
                                .sorted()
                                .map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new));
    }

    /** Tells the CAs of two homes apart in a trust store. */
    private String tag() {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private @Nullable Identity load(String name) throws IOException, GeneralSecurityException {
        Path certificates = directory.resolve(name + ".pem");
        if (Files.notExists(certificates)) {
            return null;
        }
        var chain = new ArrayList<X509Certificate>();
        try (var pem = new PEMParser(Files.newBufferedReader(certificates))) {
            while (pem.readObject() instanceof X509CertificateHolder holder) {
                chain.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
        }
        try (var pem = new PEMParser(Files.newBufferedReader(directory.resolve(name + ".key")))) {
            if (chain.isEmpty() || !(pem.readObject() instanceof PrivateKeyInfo key)) {
                throw new KeyException(name + ".pem holds no certificate or " + name + ".key no key");
            }
            return new Identity(new JcaPEMKeyConverter().getPrivateKey(key), chain);
        }
    }

    /** A stop between the two files of {@link #store} leaves a key and a certificate that are strangers. */
    private static boolean isPair(Identity identity) throws GeneralSecurityException {
        byte[] text = {1};
        var signature = Signature.getInstance(SIGNATURE);
        signature.initSign(identity.key());
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(identity.certificate().getPublicKey()); // the certificate itself would ask for a key usage
        signature.update(text);
        return signature.verify(signed);
    }

    private void store(String name, Identity made) throws IOException {
        write(name + ".key", "rw-------", new JcaPKCS8Generator(made.key(), null));
        write(name + ".pem", "rw-r--r--", made.chain().toArray());
    }

    private void write(String name, String mode, Object... objects) throws IOException {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
        FileAttribute<?>[] attributes = POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
        Path fresh = directory.resolve(name + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, attributes);
        Files.writeString(fresh, text.toString());
        Files.move(fresh, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
