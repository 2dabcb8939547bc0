package dev.postern.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Signing keys in the database. Servers that share it sign with the same key, whichever of them made it. */
@Component
final class StoredSigningKeys implements SigningKeys {
    private static final Logger log = LoggerFactory.getLogger(StoredSigningKeys.class);
    private static final SealedColumn SEALED = new SealedColumn("signing_key_secret", "id", "sealed", "signing-key");
    private static final String ED25519 = "Ed25519";

    private final JdbcClient jdbc;
    private final TransactionTemplate alone;
    private final Secrets secrets;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private volatile @Nullable Opened opened;

    /** The newest key, as far as this server knows. */
    private record Opened(SigningKey key, PrivateKey secret) {}

    StoredSigningKeys(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Secrets secrets,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.secrets = secrets;
        this.events = events;
        this.clock = clock;
    }

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedSigningKeys() {
        return SEALED;
    }

    @Override
    public Signed sign(byte[] bytes) {
        var newest = newest();
        try {
            var signature = Signature.getInstance(ED25519);
            signature.initSign(newest.secret());
            signature.update(bytes);
            return new Signed(newest.key(), signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with " + ED25519, e);
        }
    }

    @Override
    public List<SigningKey> all() {
        return jdbc.sql("SELECT version, public_key, created_at FROM signing_key ORDER BY version DESC")
                .query((row, _) -> new SigningKey(
                        row.getInt("version"),
                        Base64.getDecoder().decode(row.getString("public_key")),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public SigningKey rotate() {
        var next = all().stream().findFirst().map(SigningKey::version).orElse(0) + 1;
        return make(next).orElseGet(this::newestPublic);
    }

    /** Looks each time: another server may have made another. */
    private Opened newest() {
        if (all().isEmpty()) make(1);
        var key = newestPublic();
        var known = opened;
        if (known != null && known.key().version() == key.version()) return known;
        var now = new Opened(key, secret(key));
        opened = now;
        log.atInfo()
                .addKeyValue("version", key.version())
                .addKeyValue("fingerprint", key.fingerprint())
                .log("evidence is signed with this key");
        return now;
    }

    private SigningKey newestPublic() {
        return all().getFirst();
    }

    private PrivateKey secret(SigningKey key) {
        var row = row(key);
        var sealed = jdbc.sql("SELECT sealed FROM signing_key_secret WHERE id = ?")
                .param(row)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new IllegalStateException("the secret of signing key " + row + " is gone"));
        try {
            return KeyFactory.getInstance(ED25519)
                    .generatePrivate(new PKCS8EncodedKeySpec(secrets.open(sealed, SEALED.purposeOf(row))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + row + " is none", e);
        }
    }

    /** Empty: another server was faster. */
    private Optional<SigningKey> make(int version) {
        try {
            var pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            var key = new SigningKey(
                    version, pair.getPublic().getEncoded(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
            alone.executeWithoutResult(_ -> {
                keep(key, pair.getPrivate().getEncoded());
                // before the commit: what cannot be written down does not happen
                events.publishEvent(new SigningKeyMade(key));
            });
            return Optional.of(key);
        } catch (DuplicateKeyException faster) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no keys of " + ED25519, e);
        }
    }

    private void keep(SigningKey key, byte[] secret) {
        jdbc.sql("INSERT INTO signing_key (version, public_key, created_at) VALUES (?, ?, ?)")
                .params(
                        key.version(),
                        Base64.getEncoder().encodeToString(key.publicKey()),
                        key.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("DELETE FROM signing_key_secret").update();
        jdbc.sql("INSERT INTO signing_key_secret (id, sealed) VALUES (?, ?)")
                .params(row(key), secrets.seal(secret, SEALED.purposeOf(row(key))))
                .update();
    }

    private static String row(SigningKey key) {
        return Integer.toString(key.version());
    }
}
