package dev.postern.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Builds {@link Secrets}, and does not start with a key that opens nothing this database holds. */
@Configuration(proxyBeanMethods = false)
class KeyBeans {
    private static final String CHECK = "Postern master key";
    private static final String PURPOSE = "master-key-check";

    @Bean
    Secrets secrets(MasterKeySettings settings, JdbcClient jdbc) {
        var random = new SecureRandom();
        var secrets = new SealedSecrets(MasterKey.find(settings, random), random);
        prove(secrets, jdbc);
        return secrets;
    }

    static void prove(Secrets secrets, JdbcClient jdbc) {
        if (kept(jdbc).isEmpty()) {
            try {
                jdbc.sql("INSERT INTO master_key_check (key_version, sealed) VALUES (?, ?)")
                        .params(
                                SealedSecrets.KEY_VERSION,
                                secrets.seal(CHECK.getBytes(StandardCharsets.UTF_8), PURPOSE))
                        .update();
            } catch (DuplicateKeyException e) {
                // Another server came at the same time: its row is the one to open.
            }
        }
        try {
            secrets.open(kept(jdbc).orElseThrow(), PURPOSE);
        } catch (SealBroken e) {
            throw new MasterKeyRefused(
                    "this database was written under another master key: give that one back in postern.master-key"
                            + " (POSTERN_MASTER_KEY) or as the file " + MasterKey.FILE
                            + " in postern.home, else no stored secret can be read",
                    e);
        }
    }

    private static Optional<String> kept(JdbcClient jdbc) {
        return jdbc.sql("SELECT sealed FROM master_key_check WHERE key_version = ?")
                .param(SealedSecrets.KEY_VERSION)
                .query(String.class)
                .optional();
    }
}
