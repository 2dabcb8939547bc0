package dev.postern.identity.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where passkeys work: by a name, over TLS, and all origins under one id. */
class PasskeySettingsTest {
    @Test
    void originsAreWhatBrowsersShow() {
        var settings = new PasskeySettings(
                List.of("https://Postern.example.com", "https://postern.example.com", "https://b.example.com:8443"),
                "example.com");
        assertThat(settings.origins()).containsExactly("https://postern.example.com", "https://b.example.com:8443");
        assertThat(new PasskeySettings(List.of("http://localhost:8080"), null).relyingPartyId())
                .isNull();
    }

    @Test
    void addressesPathsAndPlainHttpAreRefusedByTheNameOfTheSetting() {
        for (var wrong : List.of(
                "https://192.0.2.7",
                "https://[2001:db8::1]",
                "http://postern.example.com",
                "https://postern.example.com/",
                "https://postern.example.com/console",
                "https://user@postern.example.com",
                "postern.example.com",
                "no address"))
            assertThatThrownBy(() -> new PasskeySettings(List.of(wrong), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("postern.identity.passkeys.origins")
                    .hasMessageEndingWith(wrong);
    }

    @Test
    void theIdIsADomainAboveAllOrigins() {
        for (var id : List.of("Example.com", "https://example.com", "192.0.2.7", ""))
            assertThatThrownBy(() -> new PasskeySettings(List.of("https://postern.example.com"), id))
                    .hasMessageContaining("postern.identity.passkeys.relying-party-id must be");
        assertThatThrownBy(() -> new PasskeySettings(List.of("https://postern.example.com"), "ample.com"))
                .hasMessage("postern.identity.passkeys.origins must all be at or below ample.com,"
                        + " the relying party's id, unlike: https://postern.example.com");
        assertThatThrownBy(() -> new PasskeySettings(List.of("https://a.example.com", "https://b.example.com"), null))
                .hasMessageEndingWith("unlike: https://b.example.com");
        assertThatThrownBy(() -> new PasskeySettings(List.of(), "example.com"))
                .hasMessageContaining("set where browsers find the console, too");
    }

    @Test
    void browsersTakeThemByANameAndOverTlsOrOnThisMachine() {
        assertThat(PasskeySettings.isSafe(URI.create("http://localhost:8080"))).isTrue();
        assertThat(PasskeySettings.isSafe(URI.create("https://box.example.com:8080")))
                .isTrue();
        assertThat(PasskeySettings.isSafe(URI.create("http://box.example.com:8080")))
                .isFalse();
        assertThat(PasskeySettings.isSafe(URI.create("https://192.0.2.7:8080"))).isFalse();
    }
}
