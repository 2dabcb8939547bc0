package dev.postern.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the reference takes numbers, dates, bytes and addresses for. */
final class ReferenceValues {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");

    private ReferenceValues() {}

    static <T extends Comparable<T>> boolean ordered(String word, @Nullable T seen, @Nullable T value) {
        if (seen == null || value == null) return false;
        int way = seen.compareTo(value);
        if (word.endsWith("LessThan")) return way < 0;
        if (word.endsWith("LessThanEquals")) return way <= 0;
        if (word.endsWith("GreaterThan")) return way > 0;
        if (word.endsWith("GreaterThanEquals")) return way >= 0;
        return way == 0;
    }

    static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() && text.replaceAll("\\D", "").length() <= 40
                ? new BigDecimal(text)
                : null;
    }

    static @Nullable Instant moment(String text) {
        try {
            if (text.matches("\\d{4}"))
                return Year.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            if (text.matches("-?\\d{1,12}")) return Instant.ofEpochSecond(Long.parseLong(text));
            if (text.matches("\\d{4}-\\d\\d"))
                return YearMonth.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
            if (text.matches("\\d{4}-\\d\\d-\\d\\d"))
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    static List<Byte> bytes(String text) {
        try {
            var bytes = new ArrayList<Byte>();
            for (byte each : Base64.getDecoder().decode(text)) bytes.add(each);
            return bytes;
        } catch (IllegalArgumentException none) {
            return List.of((byte) -1, (byte) -2, (byte) -3, (byte) -4, (byte) -5, (byte) -6, (byte) -7);
        }
    }

    static boolean inside(String seen, String range) {
        var parts = range.split("/");
        var address = address(seen);
        var network = address(parts[0]);
        if (address == null || network == null || address.length != network.length) return false;
        int all = address.length * 8;
        int above = parts[0].contains(":") && all == 32 ? 96 : 0;
        int bits = parts.length > 1 ? Integer.parseInt(parts[1]) - above : all;
        return new BigInteger(1, address)
                .shiftRight(all - bits)
                .equals(new BigInteger(1, network).shiftRight(all - bits));
    }

    static byte @Nullable [] address(String text) {
        boolean four = text.matches("((0|[1-9]\\d{0,2})\\.){3}(0|[1-9]\\d{0,2})");
        if (!four && !text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) return null;
        try {
            return InetAddress.getByName(text).getAddress(); // a literal: nobody is asked
        } catch (UnknownHostException none) {
            return null;
        }
    }
}
