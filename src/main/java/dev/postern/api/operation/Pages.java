package dev.postern.api.operation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sorted lists into pages. A token names the last key that was shown, so pages neither repeat nor skip what stayed while other
 * things came and went; it also names the question, and another question does not take it.
 */
public final class Pages {
    private static final Shape<String> TOKEN = Shape.text(0, 2048);
    private static final String VERSION = "1";

    /** How a service calls its place in a list, and what it says to a place that is none. */
    private record Words(String member, String refusal, String message) {}

    private static final Words NEXT_TOKEN =
            new Words("NextToken", "InvalidNextToken", "The specified token isn't valid for this request.");
    private static final Words MARKER =
            new Words("Marker", "InvalidMarkerException", "The specified marker isn't valid for this request.");

    private static final Words IAM_MARKER =
            new Words("Marker", "ValidationException", "Invalid Marker: it isn't one of this list's.");

    private Pages() {}

    /** @param nextToken null on the last page */
    public record Page<T>(List<T> items, @Nullable String nextToken) {}

    /**
     * @param sorted by {@code key}, ascending
     * @param question the operation with its filters
     * @throws ApiError InvalidNextToken
     */
    public static <T> Page<T> of(List<T> sorted, Function<T, String> key, int most, Input input, String question) {
        return of(sorted, key, most, input, question, NEXT_TOKEN);
    }

    /**
     * The same for services that mark their pages.
     *
     * @throws ApiError InvalidMarkerException
     */
    public static <T> Page<T> marked(List<T> sorted, Function<T, String> key, int most, Input input, String question) {
        return of(sorted, key, most, input, question, MARKER);
    }

    /**
     * The same for IAM, which has no error of its own for it.
     *
     * @throws ApiError ValidationException
     */
    public static <T> Page<T> ofIam(List<T> sorted, Function<T, String> key, int most, Input input, String question) {
        return of(sorted, key, most, input, question, IAM_MARKER);
    }

    private static <T> Page<T> of(
            List<T> sorted, Function<T, String> key, int most, Input input, String question, Words words) {
        var after = after(input, question, words);
        var rest = sorted.stream()
                .filter(item -> key.apply(item).compareTo(after) > 0)
                .toList();
        return cut(rest, key, most, question);
    }

    /**
     * For what is fetched a page at a time: the last key that was shown; empty for the first page. Callers may have made the token up.
     *
     * @throws ApiError InvalidNextToken
     */
    public static String after(Input input, String question) {
        return after(input, question, NEXT_TOKEN);
    }

    private static String after(Input input, String question, Words words) {
        var token = input.optional(words.member(), TOKEN, "");
        return token.isEmpty() ? "" : opened(token, question, words);
    }

    /** @param rest what comes next, with at least one more than the page has where there is more */
    public static <T> Page<T> cut(List<T> rest, Function<T, String> key, int most, String question) {
        if (rest.size() <= most) return new Page<>(rest, null);
        var page = rest.subList(0, most);
        return new Page<>(page, sealed(key.apply(page.getLast()), question));
    }

    public static ApiError invalidToken() {
        return ApiError.of(NEXT_TOKEN.refusal(), NEXT_TOKEN.message());
    }

    private static String sealed(String key, String question) {
        var text = VERSION + "\n" + fingerprint(question) + "\n" + key;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(String token, String question, Words words) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n", 3);
            if (parts.length == 3 && parts[0].equals(VERSION) && parts[1].equals(fingerprint(question)))
                return parts[2];
        } catch (IllegalArgumentException _) {
            // not Base64: not one of ours either
        }
        throw ApiError.of(words.refusal(), words.message());
    }

    /** Only tells questions apart; nothing is protected by it. */
    private static String fingerprint(String question) {
        return HexFormat.of().toHexDigits(question.hashCode());
    }
}
