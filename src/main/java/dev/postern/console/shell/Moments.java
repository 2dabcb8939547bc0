package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Instants as people read them: how long ago, or when exactly, in the zone of their browser. */
@Component("consoleMoments") // Modulith has a bean of the plain name
public class Moments {
    private final InstantSource clock;

    Moments(InstantSource clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /** "now", "5 minutes ago", "in 3 hours"; days at most. */
    public String relative(Instant at) {
        var apart = Duration.between(at, clock.instant());
        var long_ = apart.abs();
        if (long_.toSeconds() < 45) return Texts.text("moment.now");
        return Texts.text(apart.isNegative() ? "moment.ahead" : "moment.ago", span(long_));
    }

    /** "12 s", "5 min", "3 h 20 min", "4 d": two units at most. */
    public String span(Duration span) {
        if (span.toSeconds() < 60) return Texts.text("moment.seconds", span.toSeconds());
        if (span.toMinutes() < 60) return Texts.text("moment.minutes", span.toMinutes());
        if (span.toHours() < 24) {
            return span.toMinutesPart() == 0
                    ? Texts.text("moment.hours", span.toHours())
                    : Texts.text("moment.hours-minutes", span.toHours(), span.toMinutesPart());
        }
        return Texts.text("moment.days", span.toDays());
    }

    /** Date and time to the second, with the zone. */
    public String exact(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.LONG)
                .withLocale(locale())
                .format(at.atZone(zone()));
    }

    /** Date, time and zone as short as a table wants them. */
    public String brief(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale())
                        .format(at.atZone(zone()))
                + DateTimeFormatter.ofPattern(" z", locale()).format(at.atZone(zone()));
    }

    /** The same to the second, for what is compared with other logs. */
    public String second(Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
                        .withLocale(locale())
                        .format(at.atZone(zone()))
                + DateTimeFormatter.ofPattern(" z", locale()).format(at.atZone(zone()));
    }

    /** For whoever wants it exactly: in the browser's zone, and as machines write it. */
    public String hover(Instant at) {
        return exact(at) + " · " + at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static Locale locale() {
        return Texts.language();
    }

    public static ZoneId zone() {
        var ui = UI.getCurrent();
        var details = ui == null ? null : ui.getPage().getExtendedClientDetails();
        return zone(details == null ? null : details.getTimeZoneId());
    }

    private static ZoneId zone(@Nullable String id) {
        return id != null && ZoneId.getAvailableZoneIds().contains(id) ? ZoneId.of(id) : ZoneId.of("UTC");
    }
}
