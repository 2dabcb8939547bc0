package dev.postern.identity;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** To prove anew who one is, in the middle of things: what a policy asks for with {@code postern:StepUpAge}. */
public final class StepUp {
    /** At the identity provider. With {@code ?return=/…}, the page to go on with. */
    public static final String PATH = "/login/step-up";

    /** The same for everybody: asks for a code of who has a second factor here, and leads others on. */
    public static final String CONFIRM = "/login/confirm";

    private static final String START = "/";
    private static final int LONGEST = 2_000;

    /**
     * Segments that are names, no empty one and none that begins with a dot: what is made plain on its way, {@code /.//host}, would come out as another
     * address. Browsers take \\ for / and leave out tabs and line ends.
     */
    private static final Pattern PAGE = Pattern.compile("/(NAME(/NAME)*/?)?(\\?[A-Za-z0-9_.~@+=,&%:/-]*)?"
            .replace("NAME", "[A-Za-z0-9_~@+=,-][A-Za-z0-9_.~@+=,-]*"));

    private StepUp() {}

    /** A page of the console and nothing else, however a browser reads it: whatever is in doubt is its first page. */
    public static String returnTo(@Nullable String wanted) {
        if (wanted == null || wanted.length() > LONGEST) return START;
        return PAGE.matcher(wanted).matches()
                        && !wanted.startsWith("/login")
                        && !wanted.startsWith("/logout")
                        && !wanted.startsWith("/oauth2")
                ? wanted
                : START;
    }
}
