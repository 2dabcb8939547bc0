package dev.postern.identity;

import java.time.Instant;
import java.util.regex.Pattern;

/** Users who have something in common: what a policy gives to it, it gives to each of them. The name is 1–128 of {@code [A-Za-z0-9_.@=+,-]}. */
public record Group(String name, Instant createdAt) {
    /** {@code .} and {@code ..} go elsewhere in an address: nobody could open their page. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.@=+,-]{1,128}");

    public Group {
        if (!isName(name))
            throw new IllegalArgumentException(
                    "a group's name is 1–128 of A–Z a–z 0–9 _ . @ = + , - and neither . nor ..: " + name);
    }

    /** {@code AGPA…}. */
    public String id() {
        return UniqueId.of(UniqueId.GROUP, name, createdAt);
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
