package dev.postern.server;

import dev.postern.api.ServerNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/** What the API listener shows its clients: a certificate of the home's own authority, or a Spring SSL bundle in its place. */
@Component
final class ApiCertificate implements ServerNames {
    private static final Logger log = LoggerFactory.getLogger(ApiCertificate.class);
    private static final String OWN_ALIAS = "postern";

    private final @Nullable Path caFile;
    private final SslContextFactory.Server tls;
    private volatile CertificateNames names;
    private volatile List<X509Certificate> anchors = List.of();

    ApiCertificate(ApiListenerSettings settings, Home home, SslBundles bundles, Clock clock)
            throws GeneralSecurityException, IOException {
        tls = new SslContextFactory.Server();
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        String bundle = settings.sslBundle();
        if (bundle == null) {
            var authority = new OwnAuthority(home.directory().resolve("tls"), clock);
            caFile = authority.caFile();
            names = ownNames(settings);
            show(authority.serverFor(names));
        } else {
            caFile = null;
            names = show(bundles.getBundle(bundle));
            bundles.addBundleUpdateHandler(bundle, this::showAnew);
        }
    }

    SslContextFactory.Server tls() {
        return tls;
    }

    @Override
    public boolean isOurs(String host) {
        return names.contain(host);
    }

    /** What vouches for the certificate: all a client that trusts nothing else needs. */
    List<X509Certificate> anchors() {
        return anchors;
    }

    Optional<Path> caFile() {
        return Optional.ofNullable(caFile);
    }

    private static CertificateNames ownNames(ApiListenerSettings settings) {
        var hosts = new ArrayList<>(settings.hosts());
        Collections.addAll(hosts, "localhost", "127.0.0.1", "::1");
        if (!settings.address().isAnyLocalAddress()) {
            hosts.add(settings.address().getHostAddress());
        }
        if (settings.publicUrl() != null) {
            hosts.add(settings.publicUrl().getHost());
        }
        thisMachine().ifPresent(hosts::add);
        return CertificateNames.of(hosts);
    }

    /** The machine's own name; empty where it has none that a certificate could carry. */
    static Optional<String> thisMachine() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return CertificateNames.isName(name) ? Optional.of(name) : Optional.empty();
        } catch (UnknownHostException nameless) {
            return Optional.empty();
        }
    }

    private void show(OwnAuthority.Identity identity) throws GeneralSecurityException, IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password =
                HexFormat.of().formatHex(random); // the store never leaves memory, Jetty wants one all the same
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                OWN_ALIAS,
                identity.key(),
                password.toCharArray(),
                identity.chain().toArray(Certificate[]::new));
        tls.setKeyStore(store);
        tls.setKeyStorePassword(password);
        tls.setCertAlias(OWN_ALIAS);
        anchors = List.of(identity.chain().getLast());
    }

    private CertificateNames show(SslBundle bundle) throws GeneralSecurityException {
        KeyStore store = bundle.getStores().getKeyStore();
        if (store == null) {
            throw new StartRefused(
                    "The SSL bundle named in postern.api.ssl-bundle holds no certificate with a key.",
                    "Give it a keystore or a certificate and private-key (spring.ssl.bundle.*).");
        }
        String alias = bundle.getKey().getAlias();
        tls.setKeyStore(store);
        tls.setKeyStorePassword(bundle.getStores().getKeyStorePassword());
        tls.setKeyManagerPassword(bundle.getKey().getPassword());
        tls.setCertAlias(alias);
        for (String entry : alias == null ? Collections.list(store.aliases()) : Collections.singletonList(alias)) {
            if (store.isKeyEntry(entry) && store.getCertificate(entry) instanceof X509Certificate leaf) {
                anchors = List.of(leaf);
                return CertificateNames.of(leaf);
            }
        }
        throw new StartRefused(
                "The SSL bundle named in postern.api.ssl-bundle holds no key with a certificate.",
                "Check spring.ssl.bundle.* and its key alias.");
    }

    /** A bundle that reloads (spring.ssl.bundle.*.reload-on-update) serves new connections at once. */
    private void showAnew(SslBundle bundle) {
        try {
            Consumer<SslContextFactory> change = factory -> {
                try {
                    names = show(bundle);
                } catch (GeneralSecurityException unreadable) {
                    throw new IllegalStateException(unreadable);
                }
            };
            tls.reload(change);
            log.atInfo().addKeyValue("names", names).log("API certificate replaced");
        } catch (Exception unusable) { // Jetty's reload throws whatever its start throws
            log.atError().setCause(unusable).log("the renewed SSL bundle cannot be used, the old certificate stays");
        }
    }
}
