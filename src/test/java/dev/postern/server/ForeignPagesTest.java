package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only our own pages may ask for. */
class ForeignPagesTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,       localhost:8080,      true",
        "https://gate.example.org,    gate.example.org,    true",
        "https://gate.example.org,    gate.example.org:443, true",
        "http://GATE.example.org,     gate.example.org,    true",
        "http://localhost:8081,       localhost:8080,      false",
        "https://evil.example.net,    gate.example.org,    false",
        "http://localhost:8080@evil.example.net, localhost:8080, false",
        "null,                        localhost:8080,      false",
        "no uri,                      localhost:8080,      false",
        "http://localhost:8080,       ,                    false"
    })
    void onlyTheOwnOriginIsOurs(String origin, String host, boolean own) {
        assertThat(ForeignPages.isOwn(origin, host)).isEqualTo(own);
    }
}
