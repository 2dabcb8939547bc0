package dev.postern.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checkout keeps the house's habits. Reads what git tracks, or, where there is no git, the tree. */
class RepositoryTest {
    /** The Clock bean, and the agent's command, which starts no Spring: everybody else is given a Clock. */
    private static final Set<String> MAY_READ_THE_CLOCK =
            Set.of("src/main/java/dev/postern/server/Time.java", "src/main/java/dev/postern/agent/AgentCommand.java");

    private static final Pattern CLOCK_READING = Pattern.compile(
            "\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now\\(|currentTimeMillis|System\\.nanoTime|\\bClock\\.system|InstantSource\\.system|new Date\\(\\)");

    private List<String> files = List.of();

    @BeforeEach
    void list() throws Exception {
        files = Checkout.files();
        assertThat(files).contains("pom.xml", "mvnw", "README.md");
    }

    @Test
    void theTreeIsTheSameWithoutGit() throws IOException {
        assertThat(Checkout.walked()).containsAll(files);
    }

    @Test
    void namesNoPlaceToDownloadFrom() {
        assertThat(textFiles())
                .allSatisfy(file -> assertThat(Checkout.anyText(file))
                        .doesNotContainPattern("<(plugin)?[rR]epository>")
                        .doesNotContain("distribution" + "Url", "\"resolved\": " + "\"http"));
        assertThat(files).noneMatch(file -> file.startsWith(".mvn/wrapper/"));
    }

    @Test
    void noClassIsCalledAfterWhatItHelps() {
        assertThat(files).noneMatch(file -> file.matches(".*(Util|Utils|Helper|Manager|Impl)\\.java"));
    }

    @Test
    void everyPackageSaysWhatItIsAndTakesNoNull() {
        var packages = java("src/main/java/")
                .filter(file -> !file.endsWith("/package-info.java"))
                .map(file -> file.substring(0, file.lastIndexOf('/')))
                .collect(Collectors.toSet());

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(Checkout.text(directory + "/package-info.java"))
                        .contains("@NullMarked")
                        .containsPattern("(?s)^\\s*/\\*\\*.*\\*/"));
    }

    @Test
    void onlyTheClockReadsTheClock() {
        assertThat(java("src/main/java/").filter(file -> !MAY_READ_THE_CLOCK.contains(file)))
                .allSatisfy(file -> assertThat(Checkout.text(file)).doesNotContainPattern(CLOCK_READING));
    }

    @Test
    void noTestSleeps() {
        // a benchmark is no test: what it measures at rest needs a rest
        assertThat(java("src/test/java/").filter(file -> !file.startsWith("src/test/java/dev/postern/bench/")))
                .allSatisfy(file -> assertThat(Checkout.text(file)).doesNotContain("Thread." + "sleep("));
    }

    @Test
    void theReadmesTestCommandIsTheOneThatIsRun() {
        var run = Checkout.text(".ci/run")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(run)
                .containsExactly(
                        "set -euo pipefail", "cd -- \"$(dirname -- \"${BASH_SOURCE[0]}\")/..\"", "exec ./mvnw verify");
        assertThat(commandsOf("README.md")).contains("./mvnw spring-boot:run", "./mvnw verify");
        assertThat(commandsOf("README.md").stream()
                        .filter(command -> command.contains("mvn "))
                        .toList())
                .as("nobody is sent around ./mvnw")
                .isEmpty();
    }

    @Test
    void scriptsCanBeRun() {
        for (var script : List.of("mvnw", ".ci/run")) {
            assertThat(Files.isExecutable(Checkout.path(script))).as(script).isTrue();
        }
    }

    @Test
    void everyLinkInTheDocumentsLeadsSomewhere() {
        var link = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
        for (var document : files.stream().filter(file -> file.endsWith(".md")).toList()) {
            var here = Checkout.path(document);
            link.matcher(Checkout.text(document))
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !target.contains("://"))
                    .forEach(target ->
                            assertThat(here.resolveSibling(target)).as(document).exists());
        }
    }

    @Test
    void theLicenceIsWholeAndTheChangelogSaysWhatIsNew() {
        assertThat(Checkout.text("LICENSE"))
                .contains("Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS");
        assertThat(Checkout.text("CHANGELOG.md")).contains("## [Unreleased]", "### Added");
    }

    /** What stands in the code blocks of a document, one command a line, without the comment behind it. */
    private static List<String> commandsOf(String document) {
        return Pattern.compile("(?ms)^```(?:sh|console|bash)\\R(.*?)^```")
                .matcher(Checkout.text(document))
                .results()
                .flatMap(block -> block.group(1).lines())
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .toList();
    }

    private Stream<String> java(String under) {
        return files.stream().filter(file -> file.startsWith(under) && file.endsWith(".java"));
    }

    private List<String> textFiles() {
        return files.stream()
                .filter(file -> !file.matches(".*\\.(png|jpg|ico|woff2?|jar|bin|gz|zst)"))
                .filter(file -> !file.endsWith("RepositoryTest.java"))
                .toList();
    }
}
