package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LoggingTest {
    @Test
    void whatANodeSaysMakesNoLineOfItsOwnAndMovesNoCursor() throws IOException {
        assertThat(line("said", "fine\r\n2026-01-01 INFO all is well\u001b[2J\u2028\u202elive"))
                .endsWith("said detail=\"fine??2026-01-01 INFO all is well?[2J??live\"" + System.lineSeparator());
        assertThat(line("two\nlines", "naïve – 漢字"))
                .endsWith("two?lines detail=\"naïve – 漢字\"" + System.lineSeparator());
    }

    private static String line(String message, String detail) throws IOException {
        var settings = new Properties();
        try (var file = Postern.class.getResourceAsStream("/application.properties")) {
            settings.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
        var context = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern(settings.getProperty("logging.pattern.console"));
        layout.start();
        var event = new LoggingEvent("", context.getLogger("dev.postern"), Level.INFO, message, null, null);
        event.addKeyValuePair(new KeyValuePair("detail", detail));
        return layout.doLayout(event);
    }
}
