package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.roles.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void whatGoesElsewhereInAnAddressIsNobodysName(String text) {
        assertThat(User.isName(text)).isFalse();
        assertThat(Group.isName(text)).isFalse();
        assertThat(Role.isName(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "a.", "..a", "a", "@", "erin+ops@example.com"})
    void dotsWithSomethingElseAre(String text) {
        assertThat(User.isName(text)).isTrue();
        assertThat(Group.isName(text)).isTrue();
        assertThat(Role.isName(text)).isTrue();
    }
}
