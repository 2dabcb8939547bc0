package dev.postern.sigv4;

import dev.postern.sigv4.SignableRequest.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The one text both sides must arrive at: the rules of Signature Version 4 for every service but S3. */
final class CanonicalRequest {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern BLANKS = Pattern.compile("[ \t\r\n]+");
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private CanonicalRequest() {}

    /** The string to sign. Headers are taken in the order of {@code signedHeaders}, which lists lower-case names. */
    static String stringToSign(
            SignableRequest request, List<String> signedHeaders, String amzDate, SigningScope scope) {
        var text = text(request, signedHeaders).getBytes(StandardCharsets.UTF_8);
        return ALGORITHM + "\n" + amzDate + "\n" + scope + "\n" + SignableRequest.hash(text);
    }

    static String text(SignableRequest request, List<String> signedHeaders) {
        var text = new StringBuilder(512)
                .append(request.method())
                .append('\n')
                .append(path(request.path()))
                .append('\n')
                .append(query(request.query()))
                .append('\n');
        for (var name : signedHeaders) {
            var values =
                    request.all(name).stream().map(CanonicalRequest::folded).toList();
            text.append(name).append(':').append(String.join(",", values)).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(request.bodyHash())
                .toString();
    }

    /** Dot segments and empty segments go, and what is left is encoded once more: {@code %3A} becomes {@code %253A}. */
    static String path(String raw) {
        var kept = new ArrayDeque<String>();
        for (var segment : raw.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> kept.pollLast();
                default -> kept.addLast(encoded(segment.getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (kept.isEmpty()) return "/";
        boolean open = raw.endsWith("/") || raw.endsWith("/.") || raw.endsWith("/..");
        return "/" + String.join("/", kept) + (open ? "/" : "");
    }

    /** True when nothing in the path would be folded away, so that it means one thing to whoever signs and whoever routes. */
    static boolean isNormal(String rawPath) {
        var segments = rawPath.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean edge = i == 0 || i == segments.length - 1;
            if ((segments[i].isEmpty() && !edge) || segments[i].equals(".") || segments[i].equals("..")) return false;
        }
        return rawPath.startsWith("/");
    }

    static String query(String raw) {
        if (raw.isEmpty()) return "";
        var pairs = new ArrayList<Header>();
        for (var pair : raw.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.add(new Header(encoded(decoded(name)), encoded(decoded(value))));
        }
        pairs.sort((a, b) -> a.name().equals(b.name())
                ? a.value().compareTo(b.value())
                : a.name().compareTo(b.name()));
        return String.join(
                "&",
                pairs.stream().map(pair -> pair.name() + "=" + pair.value()).toList());
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String folded(String value) {
        return BLANKS.matcher(value).replaceAll(" ").strip();
    }

    private static String encoded(byte[] bytes) {
        var text = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            if (isUnreserved(b)) text.append((char) b);
            else text.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
        }
        return text.toString();
    }

    /** Percent-decoded; a broken escape stays as it is, and a plus sign is a plus sign. */
    private static byte[] decoded(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                out.write((high << 4) | low);
                i += 2;
            } else out.write(bytes[i]);
        }
        return out.toByteArray();
    }

    private static boolean isUnreserved(byte b) {
        return switch (b) {
            case '-', '_', '.', '~' -> true;
            default -> (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
        };
    }
}
