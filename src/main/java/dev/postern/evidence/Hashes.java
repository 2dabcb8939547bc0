package dev.postern.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SHA-256 in hex, and how segments are chained by it. */
public final class Hashes {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private Hashes() {}

    static boolean isOne(@Nullable String text) {
        return text != null && FORM.matcher(text).matches();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What stands before the first segment: no segment passes for another session's. */
    public static String beforeTheFirst(String session) {
        return sha256(("postern-recording 1\n" + session).getBytes(StandardCharsets.UTF_8));
    }

    /** @param segment hash of the segment's zstd frame */
    public static String chained(String before, String segment) {
        return sha256((before + "\n" + segment).getBytes(StandardCharsets.UTF_8));
    }
}
