package dev.postern.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.StepUp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepUpTest {
    @Test
    void leadsBackToAPageOfTheConsole() {
        assertThat(StepUp.returnTo("/nodes/mi-0123456789abcdef0?tab=tags"))
                .isEqualTo("/nodes/mi-0123456789abcdef0?tab=tags");
        for (var page :
                List.of("/", "/?filter=env%3Dprod", "/policies/a.b+c=,@-_/what-if?days=3", "/sessions/alice-0a/"))
            assertThat(StepUp.returnTo(page)).isEqualTo(page);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nodes",
                "//evil.example.com",
                "/\\evil.example.com",
                "/\t/evil.example.com",
                "/\n/evil.example.com",
                "/ /evil.example.com",
                "\\\\evil.example.com",
                "https://evil.example.com",
                "javascript:alert(1)",
                "/.//evil.example.com/x",
                "/a/..//evil.example.com",
                "/..//evil.example.com",
                "/a//evil.example.com",
                "/https://evil.example.com/x",
                "/javascript:alert(1)",
                "/%2e%2e//evil.example.com",
                "/login/step-up",
                "/login/step-up?return=/login/step-up",
                "/logout",
                "/oauth2/authorization/oidc",
                "/caf\u00e9"
            })
    void leadsNowhereElse(String wanted) {
        assertThat(StepUp.returnTo(wanted)).isEqualTo("/");
    }

    @Test
    void noLongerThanAnAddress() {
        assertThat(StepUp.returnTo("/" + "x".repeat(2_000))).isEqualTo("/");
    }
}
