package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;

@OnEveryDatabase
class FirstAdministratorTest {
    private final TestIdentity identity;

    FirstAdministratorTest(Database database) {
        Store store = database.fresh();
        identity = new TestIdentity(store, new HandClock());
    }

    @Test
    void anEmptyServerGetsAnAdministratorWithARandomPasswordAndALink() {
        var first = bootstrap(null, null, null).run().orElseThrow();

        assertThat(identity.users.find("admin").orElseThrow().groups()).containsExactly("administrators");
        assertThat(first.generatedPassword()).hasSize(28);
        assertThat(identity.passwordSignIn
                        .authenticate(
                                UsernamePasswordAuthenticationToken.unauthenticated("admin", first.generatedPassword()))
                        .isAuthenticated())
                .isTrue();
        assertThat(Objects.requireNonNull(
                                identity.links.consume(new OneTimeTokenAuthenticationToken(first.linkToken())))
                        .getUsername())
                .isEqualTo("admin");
        assertThat(first.accessKeyId()).isNull();
    }

    @Test
    void givenPasswordAndKeyAreTakenAndThePasswordIsNotPrinted() {
        var first = bootstrap(TestIdentity.PASSWORD, "PKIAFROMTHESETTINGS1", "not-a-real-secret-from-settings")
                .run()
                .orElseThrow();

        assertThat(first.generatedPassword()).isNull();
        assertThat(first.accessKeyId()).isEqualTo("PKIAFROMTHESETTINGS1");
        assertThat(identity.accessKeys.of("admin")).extracting(AccessKey::id).containsExactly("PKIAFROMTHESETTINGS1");
    }

    @Test
    void isWrittenToTheTrail() {
        bootstrap(null, "PKIAFROMTHESETTINGS1", "not-a-real-secret-from-settings")
                .run();
        assertThat(identity.trail.latest(Long.MAX_VALUE, 10))
                .extracting(entry -> entry.event().action())
                .containsExactly("CreateAccessKey", "CreateUser");
    }

    @Test
    void aServerWithUsersIsLeftAlone() {
        bootstrap(null, null, null).run();
        assertThat(bootstrap(TestIdentity.PASSWORD, null, null).run()).isEmpty();
    }

    @Test
    void halfAKeyIsRefusedByTheNamesOfBothSettings() {
        assertThatThrownBy(() -> new BootstrapSettings(null, "PKIAFROMTHESETTINGS1", " "))
                .hasMessageContaining("postern.bootstrap.access-key-id")
                .hasMessageContaining("postern.bootstrap.secret-access-key");
    }

    @Test
    void theEnvironmentVariablesAreThoseOfTheContract() {
        assertThat(bound(Map.of(
                        "POSTERN_BOOTSTRAP_ADMIN_PASSWORD", "p",
                        "POSTERN_BOOTSTRAP_ACCESS_KEY_ID", "i",
                        "POSTERN_BOOTSTRAP_SECRET_ACCESS_KEY", "s")))
                .isEqualTo(new BootstrapSettings("p", "i", "s"));
        assertThat(bound(Map.of("POSTERN_BOOTSTRAP_ADMIN_PASSWORD", "")))
                .isEqualTo(new BootstrapSettings(null, null, null));
        assertThatThrownBy(() -> bound(Map.of("POSTERN_BOOTSTRAP_ACCESS_KEY_ID", "i")))
                .isInstanceOf(BindException.class);
    }

    private FirstAdministrator bootstrap(@Nullable String password, @Nullable String id, @Nullable String secret) {
        return new FirstAdministrator(
                new BootstrapSettings(password, id, secret),
                identity.users,
                identity.accessKeys,
                identity.links,
                identity.trail,
                identity.account);
    }

    private static BootstrapSettings bound(Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
        return new Binder(ConfigurationPropertySources.get(environment))
                .bind("postern.bootstrap", BootstrapSettings.class)
                .get();
    }
}
