package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The names and defaults of settings: people's configuration relies on them. */
class IdentitySettingsTest {
    @Test
    void theAccountHasADefaultThatIsNobodysAtAws() {
        assertThat(bind("postern", Account.class, Map.of())).isEqualTo(new Account("000000000000", "local"));
        assertThat(bind(
                        "postern",
                        Account.class,
                        Map.of("postern.account-id", "123456789012", "postern.region", "home-1")))
                .isEqualTo(new Account("123456789012", "home-1"));
    }

    @Test
    void anAccountThatIsNoneIsRefusedByTheNameOfTheSetting() {
        assertThatThrownBy(() -> bind("postern", Account.class, Map.of("postern.account-id", "12")))
                .isInstanceOf(BindException.class)
                .hasRootCauseMessage("postern.account-id must be twelve digits, not: 12");
    }

    @Test
    void tenTriesAMinuteUnlessToldOtherwise() {
        assertThat(bind("postern.sign-in", SignInSettings.class, Map.of())).isEqualTo(new SignInSettings(10, true));
        assertThat(bind("postern.sign-in", SignInSettings.class, Map.of("postern.sign-in.tries-per-minute", "3")))
                .isEqualTo(new SignInSettings(3, true));
        assertThatThrownBy(() ->
                        bind("postern.sign-in", SignInSettings.class, Map.of("postern.sign-in.tries-per-minute", "0")))
                .rootCause()
                .hasMessageContaining("postern.sign-in.tries-per-minute");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }
}
