package dev.postern.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080",
        "https://postern.example, postern.example",
        "https://postern.example, postern.example:443",
        "https://postern.example:443, postern.example",
        "https://POSTERN.example, postern.EXAMPLE",
        "http://[::1]:8080, [::1]:8080"
    })
    void isTheSameHostAndPort(String origin, String host) {
        assertThat(SameOrigin.matches(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:8080",
        "http://localhost:8081, localhost:8080",
        "http://localhost, localhost:8080",
        "null, localhost:8080",
        "http://localhost:8080.evil.example, localhost:8080",
        "http://localhost:8080@evil.example, localhost:8080",
        "file://localhost:8080, localhost:8080",
        "http://localhost:8080/path, localhost:8080",
        "'', localhost:8080",
        "http:// evil, localhost:8080"
    })
    void isAnotherOrNone(String origin, String host) {
        assertThat(SameOrigin.matches(origin, host)).isFalse();
    }
}
