package dev.postern.console.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Decision;
import dev.postern.access.Leg;
import dev.postern.access.Replayed;
import dev.postern.access.policies.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplaySheetTest {
    private static final Instant AT = Instant.parse("2026-11-23T09:00:00Z");

    @Test
    void aLineForEachChange() {
        assertThat(lines("alice", "because \"so\""))
                .containsExactly(
                        "\"change\",\"kind\",\"principal\",\"action\",\"resource\",\"times\",\"last\",\"answered then\",\"because\"",
                        "\"would be allowed\",\"user\",\"alice\",\"ssm:StartSession\",\"arn:x\",\"7\",\"2026-11-23T09:00:00Z\",\"refused\",\"because \"\"so\"\"\"");
    }

    @Test
    void whatASpreadsheetWouldComputeStaysText() {
        for (var name : List.of("=1+1", "+1", "-1", "@x"))
            assertThat(lines(name, "x").getLast()).contains("\"user\",\"'" + name + "\"");
    }

    private static List<String> lines(String name, String because) {
        var change = new Replayed.Change(
                Subject.user(name),
                List.of(Leg.of("ssm:StartSession", "arn:x")),
                false,
                7,
                AT,
                new Decision.Denied(name, Leg.of("ssm:StartSession", "arn:x"), "no", null),
                new Decision.Allowed(because));
        var sheet = ReplaySheet.of(new Replayed(List.of(change), 0, 0, 0, 0, 0, 0, null));
        return List.of(new String(sheet, StandardCharsets.UTF_8).split("\r\n"));
    }
}
