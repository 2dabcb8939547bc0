package dev.postern.identity;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What an address of an identity provider must look like. */
public final class ProviderAddress {
    /** With the longest subject it still is an actor of the trail. */
    public static final int LONGEST_ISSUER = 200;

    private ProviderAddress() {}

    /**
     * Over plain HTTP anybody on the way could publish keys, so that is for this machine alone.
     *
     * @throws IllegalArgumentException says what is wrong with {@code what}
     */
    public static void check(String what, String address, int longest) {
        text(what, address, longest);
        try {
            var uri = URI.create(address);
            boolean safe = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isHere(uri.getHost());
            if (safe && uri.getHost() != null && uri.getUserInfo() == null) return;
        } catch (IllegalArgumentException notOne) {
            // told below
        }
        throw new IllegalArgumentException(
                what + " must be like https://idp.example.com/…; http is for this machine alone: " + address);
    }

    /** @throws IllegalArgumentException unless it is one line of at most so many characters */
    public static void text(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest || text.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException(what + " must be 1 to " + longest + " characters on one line");
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
}
