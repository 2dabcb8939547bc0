package dev.postern.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.session.SessionId;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An origin per session, on the scheme and port of the console. */
class AppOriginsTest {
    private static final SessionId SESSION = new SessionId("Mira.M-0123456789abcdef0");

    @ParameterizedTest
    @CsvSource({
        "apps.localhost, http://localhost:8080, http://0123456789abcdef0.apps.localhost:8080",
        "apps.localhost, http://127.0.0.1:8080, http://0123456789abcdef0.apps.localhost:8080",
        "apps.example.org, https://postern.example.com, https://0123456789abcdef0.apps.example.org",
        "Apps.Example.org, https://postern.example.com:444/x, https://0123456789abcdef0.apps.example.org:444",
    })
    void isMadeOfTheSessionsRandomPart(String domain, URI console, String origin) {
        assertThat(origins(domain).origin(SESSION, console)).hasToString(origin);
    }

    @Test
    void aBrowserElsewhereIsToldWhatToSet() {
        assertThatThrownBy(() -> origins("apps.localhost").origin(SESSION, URI.create("https://postern.example.com")))
                .hasMessageContaining("postern.apps.domain");
    }

    @ParameterizedTest
    @CsvSource({
        "abc.apps.localhost, abc",
        "ABC.Apps.LOCALHOST, abc",
        "a.b.apps.localhost, a.b",
        "abc.apps.localhost., abc",
        "apps.localhost, ''",
        "Apps.localhost, ''",
        "apps.localhost., ''",
        "apps.localhost.., ''",
        "%61pps.localhost, ''",
        "localhost.,",
        "[fe80::1%25eth0],",
        "localhost,",
        "abc.apps.localhost.example,",
        "abcapps.localhost,",
    })
    void hostsAtAndBelowTheDomainAreTheApps(String host, String label) {
        assertThat(origins("apps.localhost").labelOf(host).orElse(null)).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "apps..example", "-a.example", "apps.example/", "apps:80", "*.example.org", "localhost"
            })
    void aDomainThatIsNoneStopsTheStart(String domain) {
        assertThatThrownBy(() -> new WebAppSettings(domain)).hasMessageContaining("postern.apps.domain");
    }

    private static AppOrigins origins(String domain) {
        return new AppOrigins(new WebAppSettings(domain));
    }
}
