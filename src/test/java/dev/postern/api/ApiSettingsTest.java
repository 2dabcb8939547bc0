package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The settings people write down. */
class ApiSettingsTest {
    @Test
    void defaultsAreThese() {
        var settings = bound(Map.of());
        assertThat(settings.publicUrl()).isNull();
        assertThat(settings.hosts()).isEmpty();
        assertThat(settings.rate()).isEqualTo(50);
        assertThat(settings.burst()).isEqualTo(100);
        assertThat(settings.nodeRate()).isEqualTo(100);
        assertThat(settings.nodeBurst()).isEqualTo(400);
        assertThat(settings.anonymousRate()).isEqualTo(20);
        assertThat(settings.anonymousBurst()).isEqualTo(100);
    }

    @Test
    void everyKeyIsRead() {
        var settings = bound(Map.of(
                "postern.api.public-url", "https://gate.example.org:8443",
                "postern.api.hosts", "gate, gate.example.org",
                "postern.api.rate", "1",
                "postern.api.burst", "2",
                "postern.api.node-rate", "3",
                "postern.api.node-burst", "4",
                "postern.api.anonymous-rate", "5",
                "postern.api.anonymous-burst", "6"));
        assertThat(settings.publicUrl()).isEqualTo(URI.create("https://gate.example.org:8443"));
        assertThat(settings.hosts()).containsExactly("gate", "gate.example.org");
        assertThat(settings.rate()).isEqualTo(1);
        assertThat(settings.burst()).isEqualTo(2);
        assertThat(settings.nodeRate()).isEqualTo(3);
        assertThat(settings.nodeBurst()).isEqualTo(4);
        assertThat(settings.anonymousRate()).isEqualTo(5);
        assertThat(settings.anonymousBurst()).isEqualTo(6);
    }

    @Test
    void nonsenseIsRefusedWithTheKey() {
        assertThatThrownBy(() -> bound(Map.of("postern.api.public-url", "http://gate.example.org")))
                .rootCause()
                .hasMessageContaining("postern.api.public-url");
        assertThatThrownBy(() -> bound(Map.of("postern.api.rate", "0")))
                .rootCause()
                .hasMessageContaining("postern.api");
    }

    private static ApiSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("postern.api", ApiSettings.class);
    }
}
