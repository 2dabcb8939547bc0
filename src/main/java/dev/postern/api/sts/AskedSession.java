package dev.postern.api.sts;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a caller wants on the session beside its name: a source identity and tags, checked, with what the session before passes on. */
record AskedSession(@Nullable String sourceIdentity, List<SessionTag> tags) {
    static final int MOST_TAGS = 50;

    /** Of all keys and values in UTF-8: what PackedPolicySize is a hundredth of. */
    private static final int MOST_PACKED = 4096;

    private static final String RESERVED = "aws:";
    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+");
    private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern SOURCE_IDENTITY = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private static final Shape<String> KEY = Shape.text(1, LONGEST_KEY, TAG_KEY);
    private static final Shape<List<SessionTag>> TAGS = Shapes.list(
            Shape.structure(tag -> new SessionTag(
                    tag.required("Key", KEY), tag.required("Value", Shape.text(0, LONGEST_VALUE, TAG_VALUE)), false)),
            MOST_TAGS);
    private static final Shape<List<String>> KEYS = Shapes.list(KEY, MOST_TAGS);

    AskedSession {
        tags = List.copyOf(tags);
    }

    /** Of AssumeRole. */
    static AskedSession of(Input input, Caller caller) {
        var source = input.optional("SourceIdentity", Shapes.NAME_OF_SESSION);
        var transitive = input.optional("TransitiveTagKeys", KEYS, List.of());
        var own = input.optional("Tags", TAGS, List.of()).stream()
                .map(tag -> new SessionTag(tag.key(), tag.value(), transitive.contains(tag.key())))
                .toList();
        for (var key : transitive) {
            if (own.stream().noneMatch(tag -> tag.key().equals(key)))
                throw ApiError.validation("TransitiveTagKeys names '" + key + "', and there is no such tag in Tags.");
        }
        return caller.standing() instanceof Standing.InRole before
                ? checked(sourceOf(source, before), passedOn(own, before))
                : checked(source, own);
    }

    /** Of a web identity token, where its provider wrote them. */
    static AskedSession claimed(@Nullable String sourceIdentity, List<SessionTag> tags) {
        if (sourceIdentity != null && !SOURCE_IDENTITY.matcher(sourceIdentity).matches())
            throw ApiError.forged(
                    "InvalidIdentityToken", "The source identity in the ID Token is 2 to 64 of A–Z a–z 0–9 _+=,.@-");
        boolean fit = tags.size() <= MOST_TAGS
                && tags.stream()
                        .allMatch(tag -> tag.key().length() <= LONGEST_KEY
                                && tag.value().length() <= LONGEST_VALUE
                                && TAG_KEY.matcher(tag.key()).matches()
                                && TAG_VALUE.matcher(tag.value()).matches());
        if (!fit)
            throw ApiError.forged(
                    "InvalidIdentityToken",
                    "The tags in the ID Token are at most " + MOST_TAGS + ", with keys of 1 to " + LONGEST_KEY
                            + " and values of 0 to " + LONGEST_VALUE + " letters, digits, spaces and _.:/=+-@");
        return checked(sourceIdentity, tags);
    }

    private static @Nullable String sourceOf(@Nullable String asked, Standing.InRole before) {
        var given = before.sourceIdentity();
        if (given != null && asked != null && !given.equals(asked))
            throw ApiError.foreign(
                    "The source identity of this chain of roles is '" + given + "' and cannot be changed.");
        return given == null ? asked : given;
    }

    private static List<SessionTag> passedOn(List<SessionTag> own, Standing.InRole before) {
        var all = new ArrayList<>(own);
        for (var tag : before.tags()) {
            if (!tag.transitive()) continue;
            if (own.stream().anyMatch(each -> each.key().equalsIgnoreCase(tag.key())))
                throw ApiError.of(
                        "InvalidParameterValue",
                        "One of the specified tag keys conflicts with a transitive tag key from the calling session: '"
                                + tag.key() + "'.");
            all.add(tag);
        }
        return all;
    }

    private static AskedSession checked(@Nullable String sourceIdentity, List<SessionTag> tags) {
        if (sourceIdentity != null && isReserved(sourceIdentity))
            throw ApiError.validation("SourceIdentity must not begin with " + RESERVED);
        var keys = new HashSet<String>();
        for (var tag : tags) {
            if (isReserved(tag.key())) throw ApiError.validation("Tag keys must not begin with " + RESERVED);
            if (!keys.add(tag.key().toLowerCase(Locale.ROOT)))
                throw ApiError.of(
                        "InvalidParameterValue",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        var asked = new AskedSession(sourceIdentity, tags);
        if (asked.tags().size() > MOST_TAGS || asked.packedSize() > 100)
            throw ApiError.of(
                    "PackedPolicyTooLarge",
                    "The session tags are " + asked.packedSize() + "% of what they may be together; at most "
                            + MOST_TAGS + " tags, and " + MOST_PACKED + " bytes.");
        return asked;
    }

    private static boolean isReserved(String text) {
        return text.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    }

    /** In percent, rounded up. */
    int packedSize() {
        int bytes = tags.stream()
                .mapToInt(tag -> tag.key().getBytes(StandardCharsets.UTF_8).length
                        + tag.value().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return (bytes * 100 + MOST_PACKED - 1) / MOST_PACKED;
    }

    /** For the trail. */
    Map<String, String> facts() {
        var facts = new TreeMap<String, String>();
        if (sourceIdentity != null) facts.put("sourceIdentity", sourceIdentity);
        if (!tags.isEmpty())
            facts.put(
                    "tags",
                    tags.stream()
                            .map(tag -> tag.key() + "=" + tag.value() + (tag.transitive() ? " (transitive)" : ""))
                            .collect(Collectors.joining(", ")));
        return facts;
    }
}
