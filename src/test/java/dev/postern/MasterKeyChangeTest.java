package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.identity.AccessKeys;
import dev.postern.identity.Users;
import dev.postern.inventory.Activations;
import dev.postern.inventory.NodeCredentials;
import dev.postern.keys.EncryptionContext;
import dev.postern.keys.KmsCipher;
import dev.postern.keys.KmsKeys;
import dev.postern.keys.MasterKeyRefused;
import dev.postern.keys.SealedColumn;
import dev.postern.keys.SigningKeys;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** A change of the master key reaches every stored secret of every module. */
@OnEveryDatabase
class MasterKeyChangeTest {
    private static final String OLD = base64("a master key that is no secret!!");
    private static final String NEW = base64("a newer key that is no secret!!!");
    private static final EncryptionContext CONTEXT = EncryptionContext.of(Map.of("a", "1"));
    private static final byte[] TEXT = {1, 2, 3};

    private final HandClock clock = new HandClock();
    private final Store store;

    MasterKeyChangeTest(Database database) {
        store = database.fresh();
    }

    @Test
    void everySecretOpensAfterwardsAndNoneWithTheOldKey() throws Exception {
        AccessKeys.Secret accessKey;
        NodeCredentials.RoleToken roleToken;
        byte[] ciphertext;
        String signingKey;
        try (var before = start("postern.master-key=" + OLD)) {
            before.getBean(Users.class).create("alice", "correct horse battery staple", Set.of());
            accessKey = before.getBean(AccessKeys.class).create("alice");
            roleToken = roleToken(before);
            var key = before.getBean(KmsKeys.class).create("");
            ciphertext = before.getBean(KmsCipher.class).encrypt(key, TEXT, CONTEXT);
            signingKey = before.getBean(SigningKeys.class).sign(TEXT).by().fingerprint();
        }

        try (var changing = start("postern.master-key=" + NEW, "postern.master-key-previous=" + OLD)) {
            var event = changing.getBean(Trail.class)
                    .latest(Long.MAX_VALUE, 1)
                    .getFirst()
                    .event();
            assertThat(event.action()).isEqualTo("RotateMasterKey");
            assertThat(event.details()).containsEntry("version", "2").containsEntry("secrets", "4");
        }

        try (var after = start("postern.master-key=" + NEW)) {
            assertThat(after.getBean(AccessKeys.class).find(accessKey.key().id()))
                    .contains(accessKey);
            assertThat(after.getBean(NodeCredentials.class).find(roleToken.accessKeyId()))
                    .contains(roleToken);
            assertThat(after.getBean(KmsCipher.class).decrypt(ciphertext, CONTEXT))
                    .isEqualTo(TEXT);
            assertThat(after.getBean(SigningKeys.class).sign(TEXT).by().fingerprint())
                    .isEqualTo(signingKey);
            assertThat(after.getBean(Trail.class).latest(Long.MAX_VALUE, 100))
                    .as("told once, by the start that did it")
                    .filteredOn(entry -> entry.event().action().equals("RotateMasterKey"))
                    .hasSize(1);
        }
        assertThatThrownBy(() -> start("postern.master-key=" + OLD)).hasRootCauseInstanceOf(MasterKeyRefused.class);
    }

    @Test
    void everyColumnThatIsNamedSealedIsDeclared() {
        try (var server = start("postern.master-key=" + OLD)) {
            Set<String> declared = server.getBeansOfType(SealedColumn.class).values().stream()
                    .map(SealedColumn::toString)
                    .collect(Collectors.toSet());
            var sealed = store.jdbc()
                    .sql("SELECT table_name, column_name FROM information_schema.columns"
                            + " WHERE lower(column_name) LIKE '%sealed%'")
                    .query((row, _) -> (row.getString(1) + "." + row.getString(2)).toLowerCase(Locale.ROOT))
                    .set();
            sealed.remove("master_key_check.sealed"); // the rotation's own
            sealed.remove("recording_segment.sealed_at"); // a time
            assertThat(declared).isEqualTo(sealed).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    private static NodeCredentials.RoleToken roleToken(AnnotationConfigApplicationContext server)
            throws GeneralSecurityException {
        var pair = KeyPairGenerator.getInstance("RSA");
        pair.initialize(2048);
        var activations = server.getBean(Activations.class);
        var made = activations.create(new Activations.Wanted("", "web-1", "AnyRole", 1, null, Map.of()), "admin");
        var registered = activations.register(
                new Activations.Registration(
                        made.activation().id(),
                        made.code(),
                        "fingerprint",
                        pair.generateKeyPair().getPublic().getEncoded()),
                "127.0.0.1");
        return server.getBean(NodeCredentials.class).issue(((Activations.Registered.Accepted) registered).node());
    }

    private AnnotationConfigApplicationContext start(String... properties) {
        var context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(properties).applyTo(context);
        context.register(Features.class);
        context.registerBean(Clock.class, () -> clock);
        context.getBeanFactory().registerSingleton("dataSource", store.dataSource()); // which it does not close
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(PlatformTransactionManager.class, store::transactions);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.getDefaultListableBeanFactory().setAllowBeanDefinitionOverriding(false);
        context.refresh();
        return context;
    }

    private static String base64(String key) {
        return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII));
    }

    @Configuration(proxyBeanMethods = false)
    // who signs in by a provider does so in the console, which is not here
    @ComponentScan(
            value = {"dev.postern.keys", "dev.postern.trail", "dev.postern.identity", "dev.postern.inventory"},
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.postern\\.identity\\.(oidc|passkeys)\\..*"))
    // of recordings, which need much that is not here, what is sealed
    @ComponentScan(
            value = "dev.postern.recording",
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "dev\\.postern\\.recording\\.RecordingKeys"))
    @ConfigurationPropertiesScan("dev.postern")
    static class Features {}
}
