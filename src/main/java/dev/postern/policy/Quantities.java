package dev.postern.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** Numbers and dates as policies and requests write them. */
final class Quantities {
    /** Comparing numbers costs in proportion to their digits: an exponent would make few characters many. */
    private static final int MOST_DIGITS = JsonText.MOST_DIGITS;

    /** Seconds of the epoch reach to the year 33658, which java.time can still hold. */
    private static final int MOST_EPOCH_DIGITS = 12;

    private static final int YEAR_DIGITS = 4;

    /** What AWS calls W3C ISO 8601: a year, a month, a day, or a moment with its time zone. */
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendPattern("uuuu[-MM[-dd['T'HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .appendPattern("XXX]]]")
            .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
            .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .parseDefaulting(ChronoField.NANO_OF_SECOND, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT);

    private Quantities() {}

    /** An integer or a decimal fraction without exponent; null for anything else. */
    static @Nullable BigDecimal number(String text) {
        int digits = 0;
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') digits++;
            else if (c == '.') points++;
            else if (i > 0 || (c != '-' && c != '+')) return null;
        }
        return digits == 0 || digits > MOST_DIGITS || points > 1 ? null : new BigDecimal(text);
    }

    /** A date, or seconds since 1970; four digits are a year. Null for anything else. */
    static @Nullable Instant moment(String text) {
        if (epochSeconds(text)) return Instant.ofEpochSecond(Long.parseLong(text));
        try {
            return DATE.parse(text, Quantities::instant);
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static boolean epochSeconds(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - from;
        if (digits < 1 || digits > MOST_EPOCH_DIGITS || (digits == YEAR_DIGITS && from == 0)) return false;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        }
        return true;
    }

    private static Instant instant(TemporalAccessor parsed) {
        return LocalDateTime.from(parsed).toInstant(ZoneOffset.from(parsed));
    }
}
