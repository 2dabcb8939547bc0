package dev.postern.session;

import java.util.regex.Pattern;

/** A session's id: also a folder name and a path element of the stream URL, so the alphabet is narrow (protocol.md §2.4). */
public record SessionId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_.@=+,-]{1,96}");

    public SessionId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a session id: " + value);
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches() && !text.startsWith(".");
    }

    @Override
    public String toString() {
        return value;
    }
}
