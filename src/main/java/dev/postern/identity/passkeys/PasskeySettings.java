package dev.postern.identity.passkeys;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where passkeys work. A passkey is bound to the relying party's id for ever: with another id nobody's passkey opens anything.
 *
 * @param origins what browsers show as the console's address; empty for the address it listens on
 * @param relyingPartyId the host of the origins, or a domain above all of them; null for the host of the first
 */
@ConfigurationProperties("postern.identity.passkeys")
record PasskeySettings(
        @DefaultValue List<String> origins, @Nullable String relyingPartyId) {
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    PasskeySettings {
        origins = origins.stream().map(PasskeySettings::origin).distinct().toList();
        if (relyingPartyId != null && !isName(relyingPartyId)) {
            throw new IllegalArgumentException(
                    "postern.identity.passkeys.relying-party-id must be a domain name in small letters, not: "
                            + relyingPartyId);
        }
        if (relyingPartyId != null && origins.isEmpty()) {
            throw new IllegalArgumentException("postern.identity.passkeys.relying-party-id goes with"
                    + " postern.identity.passkeys.origins: set where browsers find the console, too");
        }
        for (var origin : origins) {
            var id = relyingPartyId == null ? host(origins.getFirst()) : relyingPartyId;
            if (!covers(id, host(origin))) {
                throw new IllegalArgumentException("postern.identity.passkeys.origins must all be at or below " + id
                        + ", the relying party's id, unlike: " + origin);
            }
        }
    }

    private static String origin(String text) {
        try {
            var uri = URI.create(text);
            var host = uri.getHost();
            var bare = uri.getRawUserInfo() == null
                    && (uri.getRawPath() == null || uri.getRawPath().isEmpty())
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (host != null && bare && isSafe(uri)) return text.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "postern.identity.passkeys.origins must look like https://postern.example.com, without a path; http for localhost alone;"
                        + " a name, since passkeys do not work with addresses; not like: " + text);
    }

    /** Whether browsers offer passkeys on pages from there: by a name, and over TLS but on this machine itself. */
    static boolean isSafe(URI uri) {
        var host = uri.getHost();
        if (host == null || !isName(host.toLowerCase(Locale.ROOT))) return false;
        return "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && covers("localhost", host.toLowerCase(Locale.ROOT)));
    }

    /** No IP address: their last part is all digits, as no top-level domain's is. */
    private static boolean isName(String host) {
        return DOMAIN.matcher(host).matches() && !host.matches("(.*\\.)?[0-9]+");
    }

    private static String host(String origin) {
        return URI.create(origin).getHost();
    }

    private static boolean covers(String id, String host) {
        return host.equals(id) || host.endsWith("." + id);
    }
}
