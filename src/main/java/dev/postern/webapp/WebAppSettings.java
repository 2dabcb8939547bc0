package dev.postern.webapp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where web apps are shown.
 *
 * @param domain each gets a name below it; every one of them must lead to the console's listener. A domain of its own, not the console's: scripts of
 *     an app can set cookies for the domain above theirs
 */
@ConfigurationProperties("postern.apps")
record WebAppSettings(@DefaultValue("apps.localhost") String domain) {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    WebAppSettings {
        domain = domain.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(domain).matches())
            throw new IllegalArgumentException(
                    "postern.apps.domain must be a domain name such as apps.example.org, not: " + domain);
        if (domain.equals("localhost"))
            throw new IllegalArgumentException(
                    "postern.apps.domain must not be localhost, which is the console's name: take one below it, such as apps.localhost");
    }

    /** Whether its names lead to the browser's own machine, as browsers see to by themselves. */
    boolean ownMachine() {
        return isLocalhost(domain);
    }

    static boolean isLocalhost(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }
}
