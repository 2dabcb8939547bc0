package dev.postern.identity;

import org.jspecify.annotations.Nullable;

/** To prove anew who one is, in the middle of things: what a policy asks for with {@code postern:StepUpAge}. */
public final class StepUp {
    /** At the identity provider. With {@code ?return=/…}, the page to go on with. */
    public static final String PATH = "/login/step-up";

    /** The same for everybody: asks for a code of who has a second factor here, and leads others on. */
    public static final String CONFIRM = "/login/confirm";

    private static final String START = "/";
    private static final int LONGEST = 2_000;

    private StepUp() {}

    /** A page of the console and nothing else, however a browser reads it: whatever is in doubt is its first page. */
    public static String returnTo(@Nullable String wanted) {
        if (wanted == null || wanted.length() > LONGEST || !wanted.startsWith("/") || wanted.startsWith("//")) {
            return START;
        }
        // browsers take \ for / and leave out tabs and line ends
        boolean plain = wanted.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return plain && !wanted.startsWith("/login") && !wanted.startsWith("/logout") && !wanted.startsWith("/oauth2")
                ? wanted
                : START;
    }
}
