package dev.postern.api.iam;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Tags;
import dev.postern.policy.Policy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Members that several operations of iam share (botocore iam/2010-05-08). */
final class Shapes {
    static final String NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

    private static final String PATH = "/";
    private static final int LONGEST_PATH = 512;
    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_TAGS = 50;

    private static final Pattern NAME_TEXT = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern ARN_TEXT =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+");
    private static final Pattern DESCRIPTION_TEXT =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A0-\\u00FF]*");

    static final Shape<String> USER_NAME = Shape.text(1, 64, NAME_TEXT);
    static final Shape<String> ROLE_NAME = Shape.text(1, 64, NAME_TEXT);
    static final Shape<String> GROUP_NAME = Shape.text(1, 128, NAME_TEXT);
    static final Shape<String> POLICY_NAME = Shape.text(1, 128, NAME_TEXT);
    static final Shape<String> ARN = Shape.text(20, 2048, ARN_TEXT);
    static final Shape<String> DESCRIPTION = Shape.text(0, 1000, DESCRIPTION_TEXT);
    static final Shape<String> DOCUMENT = Shape.text(1, Policy.MOST_CHARACTERS);
    static final Shape<String> ACCESS_KEY_ID = Shape.text(16, 128, Pattern.compile("\\w+"));

    /** As the Query protocol writes it. */
    static final Shape<Boolean> TRUTH = (value, path) ->
            Boolean.valueOf(Shape.oneOf(List.of("true", "false")).read(value, path));

    private static final Shape<String> ANY_PATH = Shape.text(1, LONGEST_PATH);
    private static final Shape<Integer> MAX_ITEMS = Shape.digits(1, 1000);
    private static final Shape<List<String>> TAG_KEYS = list(Shape.text(1, 128), MOST_TAGS);

    private record Tag(String key, String value) {}

    private static final Shape<List<Tag>> TAGS = list(
            Shape.structure(
                    tag -> new Tag(tag.required("Key", Shape.text(1, 128)), tag.required("Value", Shape.text(0, 256)))),
            MOST_TAGS);

    private Shapes() {}

    /** SDKs write an empty list as an empty text. */
    static <T> Shape<List<T>> list(Shape<T> element, int most) {
        var list = Shape.list(element, 0, most);
        return (value, path) -> value.isString() && value.stringValue().isEmpty() ? List.of() : list.read(value, path);
    }

    /** @throws ApiError where it is another than the only one there is */
    static void onlyPath(Input input) {
        var path = input.optional("Path", ANY_PATH, PATH);
        if (!path.equals(PATH))
            throw ApiError.validation("Path can only be \"/\": there are no other paths in Postern. Leave it out.");
    }

    /** @return whether what is in the only path there is, is asked for */
    static boolean inPath(Input input) {
        return PATH.startsWith(input.optional("PathPrefix", ANY_PATH, PATH));
    }

    /** @throws ApiError InvalidInput, with the broken rule */
    static Map<String, String> tags(Input input) {
        var tags = new TreeMap<String, String>();
        var folded = new TreeMap<String, String>();
        for (var tag : input.optional("Tags", TAGS, List.<Tag>of())) {
            if (folded.put(tag.key().toLowerCase(Locale.ROOT), tag.key()) != null)
                throw IamErrors.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            tags.put(tag.key(), tag.value());
        }
        try {
            Tags.check(tags);
        } catch (IllegalArgumentException broken) {
            throw IamErrors.invalidInput(broken.getMessage() + ".");
        }
        return tags;
    }

    static Map<String, String> requiredTags(Input input) {
        input.required("Tags", TAGS);
        return tags(input);
    }

    static List<String> tagKeys(Input input) {
        return input.required("TagKeys", TAG_KEYS);
    }

    // ── answers ──

    static Answer answer(String... elements) {
        return new Answer.Result(NAMESPACE, String.join("", elements));
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String truth(String name, boolean value) {
        return Xml.element(name, Boolean.toString(value));
    }

    static String number(String name, int value) {
        return Xml.element(name, Integer.toString(value));
    }

    /** Policy documents are URL-encoded in answers (RFC 3986). */
    static String document(String name, String document) {
        var form = URLEncoder.encode(document, StandardCharsets.UTF_8);
        return Xml.element(name, form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~"));
    }

    static String tags(Map<String, String> tags) {
        return Xml.list(
                "Tags",
                tags.entrySet(),
                tag -> Xml.element("Key", tag.getKey()) + Xml.element("Value", tag.getValue()));
    }

    /**
     * What of a list the call asks for.
     *
     * @param key tells one from another, and is the list's order
     * @param question the operation with its filters
     */
    static <T> Pages.Page<T> page(List<T> items, Function<T, String> key, Input input, String question) {
        int most = input.optional("MaxItems", MAX_ITEMS, DEFAULT_PAGE);
        var sorted = items.stream().sorted(Comparator.comparing(key)).toList();
        return Pages.ofIam(sorted, key, most, input, question);
    }

    /** Where the next page begins. */
    static String more(Pages.Page<?> page) {
        var next = page.nextToken();
        return truth("IsTruncated", next != null) + (next == null ? "" : Xml.element("Marker", next));
    }

    /** A page of a list as the whole answer. */
    static <T> Answer listed(String name, Pages.Page<T> page, Function<T, String> elements) {
        return answer(Xml.list(name, page.items(), elements), more(page));
    }

    /** The tags of something, a page at a time. */
    static Answer listedTags(Map<String, String> tags, Input input, String question) {
        var page = page(List.copyOf(tags.entrySet()), Map.Entry::getKey, input, question);
        return listed("Tags", page, tag -> Xml.element("Key", tag.getKey()) + Xml.element("Value", tag.getValue()));
    }
}
