package dev.postern.sigv4;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as it stands on the wire, as far as a signature covers it.
 *
 * @param path the raw path, percent-encoded as sent; {@code /} where the request line had none
 * @param query the raw query without its question mark; empty where there is none
 * @param headers in the order received, repeated names included; names in any case
 * @param bodyHash SHA-256 of the body's bytes (after any transfer coding is removed), 64 lower-case hex digits
 */
public record SignableRequest(String method, String path, String query, List<Header> headers, String bodyHash) {

    /** SHA-256 of no bytes: the body hash of a GET and of a WebSocket upgrade. */
    public static final String EMPTY_BODY_HASH = hash(new byte[0]);

    /** One header line. */
    public record Header(String name, String value) {
        boolean isNamed(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    public SignableRequest {
        if (path.isEmpty()) path = "/";
        headers = List.copyOf(headers);
    }

    /** A request to {@code uri}; its {@code Host} is added, with the port unless it is the scheme's own (443 for https, 80 for http). */
    public static SignableRequest to(String method, URI uri, List<Header> headers, byte[] body) {
        var all = new ArrayList<>(headers);
        if (headers.stream().noneMatch(header -> header.isNamed("host"))) all.add(new Header("Host", hostOf(uri)));
        var query = uri.getRawQuery();
        return new SignableRequest(method, uri.getRawPath(), query == null ? "" : query, all, hash(body));
    }

    /** SHA-256 as 64 lower-case hex digits. */
    public static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.isNamed(name))
                .map(Header::value)
                .toList();
    }

    SignableRequest with(List<Header> more) {
        var all = new ArrayList<>(headers);
        all.addAll(more);
        return new SignableRequest(method, path, query, all, bodyHash);
    }

    private static String hostOf(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        // The SDKs strip a default port for https and http, not for wss and ws (aws-sdk-go v4.go; protocol.md §9).
        boolean ownPort =
                (scheme.equals("https") && uri.getPort() == 443) || (scheme.equals("http") && uri.getPort() == 80);
        return uri.getPort() < 0 || ownPort ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
