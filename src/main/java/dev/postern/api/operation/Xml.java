package dev.postern.api.operation;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The little XML this face writes. */
public final class Xml {
    private Xml() {}

    /** An element with text; characters XML 1.0 cannot carry become question marks. */
    public static String element(String name, String text) {
        var xml = new StringBuilder().append('<').append(name).append('>');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                default -> xml.appendCodePoint(isAllowed(c) ? c : '?');
            }
        });
        return xml.append("</").append(name).append('>').toString();
    }

    /** An element with elements in it, which are escaped already. */
    public static String around(String name, String elements) {
        return "<" + name + ">" + elements + "</" + name + ">";
    }

    /** A list as the Query protocol writes it. */
    public static <T> String list(String name, Collection<T> items, Function<T, String> elements) {
        return around(
                name,
                items.stream()
                        .map(item -> around("member", elements.apply(item)))
                        .collect(Collectors.joining()));
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
