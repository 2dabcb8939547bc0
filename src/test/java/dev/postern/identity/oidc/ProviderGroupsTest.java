package dev.postern.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderGroupsTest {
    @Test
    void aPathBecomesAName() {
        assertThat(groups("").of(List.of("/operations/on-call", "auditors")))
                .containsExactly("auditors", "operations+on-call");
    }

    @Test
    void twoGroupsOfTheProviderAreNeverOneHere() {
        assertThat(groups("").of(List.of("operations+on-call", "/operations/on+call")))
                .isEmpty();
    }

    @Test
    void aNameMakesNobodyAnAdministrator() {
        assertThat(groups("").of(List.of("administrators", "/administrators", "Administrators", "ADMINISTRATORS")))
                .isEmpty();
        assertThat(groups("adm").of(List.of("inistrators", "INISTRATORS"))).isEmpty();
    }

    @Test
    void thoseThatTheSettingNamesAreAdministrators() {
        var groups = new ProviderGroups("kc-", Set.of("/platform"), Set.of());
        assertThat(groups.of(List.of("/platform"))).containsExactly("administrators", "kc-platform");
        assertThat(groups.of(List.of("/Platform", "/platform/"))).isNotEmpty().doesNotContain("administrators");
    }

    @Test
    void whatCannotBeANameIsLeftOut() {
        assertThat(groups("").of(List.of("", "/", "a b", "x".repeat(129), "é", "fine")))
                .containsExactly("fine");
    }

    @Test
    void whereSomeAreNamedOnlyTheyComeIn() {
        assertThat(groups("").admits(List.of())).isTrue();
        var some = new ProviderGroups("", Set.of(), Set.of("operations"));
        assertThat(some.admits(List.of("/operations"))).isTrue();
        assertThat(some.admits(List.of("/operations/on-call", "Operations"))).isFalse();
        assertThat(some.admits(List.of())).isFalse();
    }

    private static ProviderGroups groups(String prefix) {
        return new ProviderGroups(prefix, Set.of(), Set.of());
    }
}
