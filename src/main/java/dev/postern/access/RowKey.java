package dev.postern.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a row of the history is found by in the database: a fixed length, however much was asked. */
final class RowKey {
    private RowKey() {}

    static String of(DecisionHistory.Key key) {
        var text = new StringBuilder();
        part(text, key.arn());
        part(text, key.id());
        part(text, String.valueOf(key.factors()));
        part(text, String.valueOf(key.signed()));
        part(text, String.valueOf(key.allowed()));
        key.asked().forEach(each -> part(text, each));
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** With its length before it: no two lists of parts make one text. */
    private static void part(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
