package dev.postern.console.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Entrances;
import dev.postern.access.policies.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleLookTest {
    private static final Entrances.Change CHANGE = new Entrances.Change(
            List.of(Subject.user("alice"), Subject.role("deploy")), List.of(Subject.role("on-call")), 0);

    @Test
    void whoCouldEnterIsNamedWhereTheyMayBeKnown() {
        assertThat(RoleLook.words(CHANGE, _ -> true)).contains("alice, deploy (a role).", "on-call (a role).");
    }

    @Test
    void othersAreCounted() {
        assertThat(RoleLook.words(CHANGE, who -> who.kind() == Subject.Kind.USER))
                .contains("cannot now: alice and 1 more.", "no longer enter: one user or role you may not list.")
                .doesNotContain("deploy", "on-call");
    }
}
