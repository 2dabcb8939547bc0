package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Foreseen;
import dev.postern.access.Foreseen.Row;
import dev.postern.access.policies.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhoGainsTest {
    private static final Row ALICE = new Row(Subject.user("alice"), List.of("web-1"), List.of());
    private static final Row BOB = new Row(Subject.user("bob"), List.of("web-2"), List.of());
    private static final Row ON_CALL = new Row(Subject.role("on-call"), List.of(), List.of("web-3"));

    @Test
    void whoMayBeKnownIsNamed() {
        assertThat(words(ALICE, BOB))
                .contains("alice", "gains one node", "web-1")
                .doesNotContain("other");
    }

    @Test
    void whoMayNotIsCountedAndNothingElseIsSaidOfThem() {
        assertThat(words(ALICE, BOB, ON_CALL))
                .contains("alice", "bob", "One other gains or loses nodes")
                .doesNotContain("on-call", "web-3");
        assertThat(words(ON_CALL, ON_CALL))
                .contains("2 others gain or lose nodes")
                .doesNotContain("on-call", "Nobody");
    }

    /** With those alone named who are users. */
    private static String words(Row... rows) {
        var gains =
                new WhoGains(new Foreseen(List.of(rows), rows.length, 0, 0), who -> who.kind() == Subject.Kind.USER);
        return gains.getElement().getTextRecursively();
    }
}
