package dev.postern.console.shell;

import com.vaadin.flow.router.QueryParameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses within the console. */
public final class Place {
    private Place() {}

    /** {@code users/a+b@example.com}: whatever names of principals and policies are made of stands for itself in a path, and the router decodes nothing. */
    public static String of(String... segments) {
        return String.join("/", segments);
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
