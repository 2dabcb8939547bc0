package dev.postern.webapp;

import dev.postern.session.SessionId;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The names apps are shown under: an origin per session. */
@Component
class AppOrigins {
    private final WebAppSettings settings;
    private final String below;

    AppOrigins(WebAppSettings settings) {
        this.settings = settings;
        this.below = "." + settings.domain();
    }

    /** The random part of the session's id, which is hexadecimal: the name in front of it may have what host names cannot. */
    static String label(SessionId session) {
        return session.value().substring(session.value().lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * The label that this host has below the domain; empty for hosts that are none of the apps'. The domain itself is theirs, too, under a label that
     * no app has: there, the console would see the cookies that apps set for the domain above their own.
     */
    Optional<String> labelOf(String host) {
        var name = plain(host);
        // nobody's host is called so: encoded, it would be another name to whoever decodes it
        if (name.equals(settings.domain()) || name.indexOf('%') >= 0 && !name.startsWith("[")) return Optional.of("");
        if (!name.endsWith(below)) return Optional.empty();
        return Optional.of(name.substring(0, name.length() - below.length()));
    }

    /** In small letters, and without the dots at the end that make a name absolute: it leads to the same place. */
    private static String plain(String host) {
        var end = host.length();
        while (end > 0 && host.charAt(end - 1) == '.') end--;
        return host.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException as {@link WebApps#link} */
    URI origin(SessionId session, URI console) {
        if (settings.ownMachine() && !isOwnMachine(console.getHost())) {
            throw new IllegalArgumentException("postern.apps.domain is " + settings.domain()
                    + ", which leads every browser to its own machine: set it to a domain whose names lead here");
        }
        var port = console.getPort() < 0 ? "" : ":" + console.getPort();
        return URI.create(console.getScheme() + "://" + label(session) + below + port);
    }

    private static boolean isOwnMachine(String host) {
        return WebAppSettings.isLocalhost(host) || host.equals("127.0.0.1") || host.equals("[::1]");
    }
}
