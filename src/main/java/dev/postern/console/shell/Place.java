package dev.postern.console.shell;

import com.vaadin.flow.router.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Addresses within the console, of things whose names have signs that mean something in addresses. */
public final class Place {
    private Place() {}

    /** {@code users/a%2Bb}: each part a segment of its own. */
    public static String of(String... segments) {
        return Stream.of(segments).map(Place::encoded).collect(Collectors.joining("/"));
    }

    /** With these, in order. */
    public static String asking(String path, Map<String, String> parameters) {
        return parameters.isEmpty()
                ? path
                : path + "?"
                        + parameters.entrySet().stream()
                                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                                .collect(Collectors.joining("&"));
    }

    /** The same, read. */
    public static String parameter(QueryParameters parameters, String key) {
        return parameters.getParameters(key).stream().findFirst().orElse("");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
