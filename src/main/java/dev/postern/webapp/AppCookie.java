package dev.postern.webapp;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cookie that carries an app's key, which the app never sees, and the app's own cookies, which stay on its host. */
final class AppCookie {
    private static final String NAME = "postern-app";
    /** Browsers take a cookie of this name from its own host over TLS only: no neighbour can plant it. */
    private static final String SECURE_NAME = "__Host-" + NAME;

    private static final Pattern DOMAIN = Pattern.compile(";\\s*domain\\s*(=[^;]*)?(?=;|$)", Pattern.CASE_INSENSITIVE);

    private AppCookie() {}

    static String name(boolean secure) {
        return secure ? SECURE_NAME : NAME;
    }

    private static boolean isOurs(String pair) {
        var name = pair.split("=", 2)[0].strip();
        return name.equals(NAME) || name.equals(SECURE_NAME);
    }

    /** A Cookie header as the app may see it; null when nothing is left of it. */
    static @Nullable String withoutKey(String header) {
        List<String> pairs = Arrays.stream(header.split(";"))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty() && !isOurs(pair))
                .toList();
        return pairs.isEmpty() ? null : pairs.stream().collect(Collectors.joining("; "));
    }

    /** A Set-Cookie header as the browser may see it; null when it must not. */
    static @Nullable String forOwnHost(String header) {
        return isOurs(header) ? null : DOMAIN.matcher(header).replaceAll("");
    }
}
