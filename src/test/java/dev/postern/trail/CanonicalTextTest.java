package dev.postern.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CanonicalTextTest {
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00.120Z");

    @Test
    void writesOneLinePerFactInAFixedOrder() {
        var entry = NewEntry.of("StartSession", new Actor("arn:a", "admin", "192.0.2.7"), Outcome.FAILED)
                .on("arn:node")
                .node("mi-0123456789abcdef0")
                .session("admin-1")
                .with("b", "2")
                .with("a", "1")
                .follows(new UUID(0, 2));
        assertThat(CanonicalText.of(7, ID, AT, entry)).isEqualTo("""
                        postern-trail 1
                        sequence=7
                        id=00000000-0000-0000-0000-000000000001
                        at=2026-11-23T09:00:00.120Z
                        action=StartSession
                        outcome=FAILED
                        actor.arn=arn:a
                        actor.name=admin
                        actor.address=192.0.2.7
                        resource=arn:node
                        node=mi-0123456789abcdef0
                        session=admin-1
                        follows=00000000-0000-0000-0000-000000000002
                        detail.a=1
                        detail.b=2
                        """);
    }

    @Test
    void theHashOfAnEntryIsPinned() {
        var entry = NewEntry.of("ConsoleLogin", Actor.SYSTEM, Outcome.NOTED);
        assertThat(CanonicalText.hash(CanonicalText.BEFORE_THE_FIRST, 1, ID, AT, entry))
                .isEqualTo("b1abf992b393e2c4b6fb358e50ba1bb367f4cd9398baa1acd42bd9bdd35da55f");
    }

    @Test
    void noTextCanPassForAnother() {
        assertThat(text("a", "1\ndetail.b=2")).isNotEqualTo(text("a", "1", "b", "2"));
        assertThat(text("a=b", "c")).isNotEqualTo(text("a", "b=c"));
        assertThat(text("a", "\\n")).isNotEqualTo(text("a", "\n"));
        assertThat(text("a", "\r")).isNotEqualTo(text("a", "\\r"));
        assertThat(text("a\\", "b")).isNotEqualTo(text("a", "\\b"));
    }

    private static String text(String... details) {
        var entry = NewEntry.of("A", Actor.SYSTEM, Outcome.NOTED);
        for (int i = 0; i < details.length; i += 2) {
            entry = entry.with(details[i], details[i + 1]);
        }
        return CanonicalText.of(1, ID, AT, entry);
    }
}
