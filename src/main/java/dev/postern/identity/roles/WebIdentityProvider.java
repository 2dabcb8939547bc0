package dev.postern.identity.roles;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens a role takes.
 *
 * @param issuer what {@code iss} must say, to the letter
 * @param audience what must be among {@code aud}
 * @param jwks where the provider publishes its keys
 * @param subject what {@code sub} must look like, {@code *} standing for anything and {@code ?} for one character; null for any subject
 */
public record WebIdentityProvider(
        String issuer, String audience, URI jwks, @Nullable String subject) {
    /** With the longest subject it still is an actor of the trail. */
    static final int LONGEST_ISSUER = 200;

    static final int LONGEST_AUDIENCE = 256;
    static final int LONGEST_JWKS = 1024;
    static final int LONGEST_PATTERN = 256;

    public WebIdentityProvider {
        address("the issuer", issuer, LONGEST_ISSUER);
        address("the address of the provider's keys", jwks.toString(), LONGEST_JWKS);
        text("the audience", audience, LONGEST_AUDIENCE);
        if (subject != null) text("the pattern of subjects", subject, LONGEST_PATTERN);
    }

    /** Over plain HTTP anybody on the way could publish keys, so that is for this machine alone. */
    private static void address(String what, String text, int longest) {
        text(what, text, longest);
        try {
            var uri = URI.create(text);
            boolean safe = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isHere(uri.getHost());
            if (safe && uri.getHost() != null && uri.getUserInfo() == null) return;
        } catch (IllegalArgumentException notOne) {
            // told below
        }
        throw new IllegalArgumentException(
                what + " must be like https://idp.example.com/…; http is for this machine alone: " + text);
    }

    private static boolean isHere(@Nullable String host) {
        if (host == null) return false;
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static void text(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException(what + " must be 1 to " + longest + " characters on one line");
    }
}
