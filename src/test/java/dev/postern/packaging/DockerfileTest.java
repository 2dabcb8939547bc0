package dev.postern.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image is described, not built, here: what the description promises. */
class DockerfileTest {
    /** One instruction a line, comments gone, continued lines joined. */
    private final List<String> instructions = Checkout.text("Dockerfile")
            .replaceAll("(?m)^\\s*#.*\\R", "")
            .replaceAll("\\\\\\R\\s*", "")
            .lines()
            .filter(line -> !line.isBlank())
            .toList();

    @Test
    void endsAsANumberedUserThatIsNotRoot() {
        assertThat(of("USER").getLast()).matches("[1-9][0-9]*:[1-9][0-9]*");
        assertThat(instructions.indexOf("USER " + of("USER").getLast()))
                .as("nothing runs or is copied after it")
                .isGreaterThan(lastIndexOf("RUN"))
                .isGreaterThan(lastIndexOf("COPY"));
    }

    @Test
    void namesTheVersionOfEveryBase() {
        assertThat(of("FROM"))
                .isNotEmpty()
                .allMatch(from ->
                        Pattern.matches("[a-z0-9./-]+:[0-9][A-Za-z0-9_.-]*(@sha256:[0-9a-f]{64})?( AS [a-z]+)?", from));
    }

    @Test
    void fetchesNothing() {
        assertThat(of("ADD")).isEmpty();
        assertThat(of("RUN")).noneMatch(run -> run.matches(".*(://|curl|wget|apt-get|apk ).*"));
    }

    @Test
    void takesOnlyTheJarFromTheCheckout() {
        assertThat(of("COPY").stream().filter(copy -> !copy.startsWith("--from=")))
                .containsExactly("target/postern.jar postern.jar");
        assertThat(Checkout.text(".dockerignore").lines().filter(line -> !line.startsWith("#")))
                .containsExactly("*", "!target/postern.jar");
    }

    @Test
    void keepsTheHomeInAVolumeAndStopsByTheSignalThatDrains() {
        assertThat(of("VOLUME")).containsExactly("/var/lib/postern");
        assertThat(of("ENV").getFirst()).contains("POSTERN_HOME=/var/lib/postern/home ");
        assertThat(of("STOPSIGNAL")).containsExactly("SIGTERM");
        assertThat(of("EXPOSE")).containsExactly("8080 8443 9090");
    }

    @Test
    void startsTheProgramItselfSoThatSignalsReachIt() {
        assertThat(of("ENTRYPOINT")).containsExactly("[\"java\", \"-jar\", \"/opt/postern/postern.jar\"]");
        assertThat(of("CMD")).containsExactly("[\"serve\"]");
    }

    @Test
    void carriesNoSecret() {
        assertThat(of("ENV")).noneMatch(env -> env.matches("(?i).*(password|secret|token|master.?key).*"));
    }

    private List<String> of(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip())
                .toList();
    }

    private int lastIndexOf(String instruction) {
        return instructions.lastIndexOf(instruction + " " + of(instruction).getLast());
    }
}
