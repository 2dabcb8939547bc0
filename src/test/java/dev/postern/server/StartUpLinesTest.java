package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.Bootstrap.FirstStart;
import dev.postern.inventory.ApiAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

class StartUpLinesTest {
    private static final FirstStart FIRST = new FirstStart("admin", "MADE-UP-WORD", "made-up-token", null);

    private final StartUpLines lines =
            new StartUpLines(() -> Optional.of(FIRST), new ConsoleAddress(new ServerProperties()), new AnyApi());

    @Test
    void aStartThatFailsAfterItMadeTheFirstUserStillSaysThePassword() {
        lines.afterSingletonsInstantiated();
        assertThat(untold()).contains("user      admin", "password  MADE-UP-WORD");
        assertThat(untold()).as("told once").isEmpty();
    }

    @Test
    void aStartThatCameToItsEndSaysThePasswordOnlyThere() {
        lines.afterSingletonsInstantiated();
        var out = new ByteArrayOutputStream();
        lines.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("MADE-UP-WORD")
                .endsWith("Postern is ready" + System.lineSeparator());
        assertThat(untold()).isEmpty();
    }

    private String untold() {
        var out = new ByteArrayOutputStream();
        lines.printUntold(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private record AnyApi() implements ApiAddress {
        @Override
        public URI url() {
            return URI.create("https://127.0.0.1:8443");
        }

        @Override
        public URI localUrl() {
            return url();
        }

        @Override
        public boolean certifies(String host) {
            return false;
        }

        @Override
        public Optional<Path> caFile() {
            return Optional.empty();
        }
    }
}
