package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class MasterKeyTest {
    @TempDir
    private Path home;

    @Test
    void isMadeAtTheFirstStartForTheOwnersEyesOnly() throws IOException {
        var made = find(null);
        var file = home.resolve("master.key");

        assertThat(made.getEncoded()).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).isEqualTo(made.getEncoded());
        try (var files = Files.list(home)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void isTheSameAtTheNextStart() {
        assertThat(find(null)).isEqualTo(find(null));
    }

    @Test
    void isMadeInAHomeThatIsNotThereYet() {
        home = home.resolve("a/b");
        assertThat(find("  ")).isEqualTo(find(null));
    }

    @Test
    void isTakenFromTheSettingAndThenNoFileIsMade() {
        var given = new byte[32];
        given[31] = 7;
        assertThat(find(Base64.getEncoder().encodeToString(given)).getEncoded()).isEqualTo(given);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void aShortKeyIsRefusedByTheNameOfTheSetting() {
        assertThatThrownBy(() -> find(Base64.getEncoder().encodeToString(new byte[16])))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessage("postern.master-key (POSTERN_MASTER_KEY) must be Base64 of 32 bytes; it holds 16 bytes");
    }

    @Test
    void whatIsNotBase64IsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> find("not base 64 !"))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("postern.master-key")
                .hasMessageNotContaining("not base 64");
    }

    @Test
    void aDamagedFileIsRefusedByItsName() throws IOException {
        Files.writeString(home.resolve("master.key"), "AAAA\n");
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining(home.resolve("master.key").toString())
                .hasMessageContaining("holds 3 bytes");
    }

    @Test
    void aFileThatIsFarTooLongIsNotRead() throws IOException {
        Files.writeString(home.resolve("master.key"), "A".repeat(2_000));
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("too long");
    }

    @Test
    void theNextKeyIsCurrentFromTheNextStartOnAndTheOldOneIsKept() throws IOException {
        var old = find(null);
        var file = MasterKey.makeNext(home, new SecureRandom());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        var keys = keys(null);
        assertThat(keys.current()).isNotEqualTo(old);
        assertThat(keys.previous()).containsExactly(old);

        MasterKey.settled(settings(null));
        assertThat(keys(null)).isEqualTo(new MasterKeys(keys.current(), List.of()));
        try (var files = Files.list(home)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(home.resolve("master.key"), home.resolve("master.key.previous"));
        }
    }

    @Test
    void aStartThatWasKilledBetweenItsTwoMovesIsMadeGood() throws IOException {
        find(null);
        MasterKey.makeNext(home, new SecureRandom());
        var next = find(null);
        Files.move(home.resolve("master.key"), home.resolve("master.key.previous"));

        assertThat(keys(null)).isEqualTo(new MasterKeys(next, List.of()));
        MasterKey.settled(settings(null));
        assertThat(find(null)).isEqualTo(next);
    }

    @Test
    void oneNextKeyWaitsAtATimeAndOnlyWhereTheHomeHasAKey() {
        assertThatThrownBy(() -> MasterKey.makeNext(home, new SecureRandom()))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("POSTERN_MASTER_KEY_PREVIOUS");
        find(null);
        MasterKey.makeNext(home, new SecureRandom());
        assertThatThrownBy(() -> MasterKey.makeNext(home, new SecureRandom()))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("master.key.next");
    }

    @Test
    void previousKeysComeFromTheirSetting() {
        var given = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(keys(given, "", given).previous()).hasSize(1);
        assertThatThrownBy(() -> keys(given, "AAAA"))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("postern.master-key-previous");
    }

    @Test
    void theEnvironmentVariableIsPosternMasterKey() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment",
                        Map.of(
                                "POSTERN_MASTER_KEY", "from the environment",
                                "POSTERN_MASTER_KEY_PREVIOUS", "one,another",
                                "POSTERN_HOME", "/h")));
        var settings = new Binder(ConfigurationPropertySources.get(environment))
                .bind("postern", MasterKeySettings.class)
                .get();
        assertThat(settings)
                .isEqualTo(new MasterKeySettings(Path.of("/h"), "from the environment", List.of("one", "another")));
    }

    private SecretKey find(@Nullable String given) {
        return keys(given).current();
    }

    private MasterKeys keys(@Nullable String given, String... previous) {
        return MasterKey.find(settings(given, previous), new SecureRandom());
    }

    private MasterKeySettings settings(@Nullable String given, String... previous) {
        return new MasterKeySettings(home, given, Arrays.asList(previous));
    }
}
