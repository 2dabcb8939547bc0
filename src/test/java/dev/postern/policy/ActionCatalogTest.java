package dev.postern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.policy.ActionCatalog.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ActionCatalogTest {
    @Test
    void namesHaveNoCase() {
        assertThat(ActionCatalog.find("SSM:startsession")).map(Action::name).hasValue("ssm:StartSession");
        assertThat(ActionCatalog.find("ssm:StartSessions")).isEmpty();
    }

    @Test
    void whatIsDoneToNothingInParticularSaysSo() {
        assertThat(ActionCatalog.find("ssm:DescribeSessions").orElseThrow().hasNoResource())
                .isTrue();
        assertThat(ActionCatalog.find("ssm:StartSession").orElseThrow().resourceTypes())
                .isEqualTo(List.of("managed-instance", "instance", "document"));
    }

    /** docs/iam-actions.md, row by row. */
    @Test
    void everyActionIsDocumentedAndNoOther() throws IOException {
        var documented = Files.readAllLines(Path.of("docs/iam-actions.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(documented)
                .isEqualTo(
                        ActionCatalog.all().stream().map(ActionCatalogTest::row).toList());
    }

    private static String row(Action action) {
        return "| `" + action.name() + "` | " + action.level() + " | "
                + String.join(", ", action.resourceTypes()) + " | "
                + action.conditionKeys().stream().map(key -> "`" + key + "`").collect(Collectors.joining(" ")) + " |";
    }
}
