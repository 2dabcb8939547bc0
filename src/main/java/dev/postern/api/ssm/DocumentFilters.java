package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.session.documents.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which documents ListDocuments shows. Both of the model's forms end here: filters are joined by and, the values of one by or. */
record DocumentFilters(List<Filter> filters) {
    private static final List<String> KEYS = List.of("Name", "Owner", "PlatformTypes", "DocumentType");
    private static final List<String> LATER_KEYS = List.of("TargetType", "SearchKeyword");
    private static final List<String> OWNERS = List.of("All", "Amazon", "Private", "Public", "Self", "ThirdParty");
    private static final String TAG = "tag:";

    private static final int MOST_OLD = 50;
    private static final int MOST_VALUES = 100;
    private static final Shape<List<Filter>> OLD_FORM = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required("key", Shape.oneOf(KEYS)), List.of(filter.required("value", Shape.text(1, 2048))))),
            1,
            MOST_OLD);
    private static final Shape<List<Filter>> NEW_FORM = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required("Key", Shape.text(1, 128)),
                    filter.optional("Values", Shape.list(Shape.text(1, 256), 0, MOST_VALUES), List.of()))),
            0,
            6);

    record Filter(String key, List<String> values) {}

    static DocumentFilters of(Input input) {
        var old = input.optional("DocumentFilterList", OLD_FORM, List.of());
        var filters = input.optional("Filters", NEW_FORM, List.of());
        if (!old.isEmpty() && !filters.isEmpty())
            throw ApiError.validation("Filters and DocumentFilterList cannot be used together.");
        var all = new ArrayList<>(old);
        all.addAll(filters);
        all.forEach(DocumentFilters::check);
        return new DocumentFilters(List.copyOf(all));
    }

    private static void check(Filter filter) {
        var key = filter.key();
        if (!KEYS.contains(key) && !LATER_KEYS.contains(key) && !key.startsWith(TAG))
            throw ApiError.of("InvalidFilterKey", "The filter key is not valid: " + Shapes.shortened(key));
        switch (key) {
            case "Owner" -> {
                if (filter.values().size() != 1
                        || !OWNERS.contains(filter.values().getFirst()))
                    throw ApiError.validation("The filter Owner takes one of " + String.join(", ", OWNERS) + ".");
            }
            case "PlatformTypes" -> {
                if (!filter.values().stream().allMatch(DocumentCalls::isPlatform))
                    throw ApiError.validation("The filter PlatformTypes takes Linux, MacOS and Windows.");
            }
            case "DocumentType" -> {
                if (!DocumentCalls.TYPES.containsAll(filter.values()))
                    throw ApiError.validation(
                            "The filter DocumentType takes " + String.join(", ", DocumentCalls.TYPES) + ".");
            }
            default -> {
                // any text
            }
        }
    }

    boolean show(Document document, String owner) {
        return filters.stream().allMatch(filter -> fits(filter, document, owner));
    }

    private static boolean fits(Filter filter, Document document, String owner) {
        var values = filter.values();
        return switch (filter.key()) {
            case "Name" -> values.stream().anyMatch(document.name()::startsWith);
            case "Owner" -> owned(values.getFirst(), owner);
            case "DocumentType" -> values.contains(document.type().word());
            case "TargetType" -> values.contains(document.targetType());
            case "PlatformTypes" ->
                DocumentCalls.platforms(document.shown().outline()).stream()
                        .anyMatch(platform -> values.stream().anyMatch(platform::equalsIgnoreCase));
            case "SearchKeyword" -> values.stream().anyMatch(word -> mentions(document, word));
            default -> {
                var tag = document.tags().get(filter.key().substring(TAG.length()));
                yield tag != null && (values.isEmpty() || values.contains(tag));
            }
        };
    }

    /** What Amazon's are in every account are public there. */
    private static boolean owned(String wanted, String owner) {
        var amazons = owner.equals("Amazon");
        return switch (wanted) {
            case "All" -> true;
            case "Amazon", "Public" -> amazons;
            case "Self", "Private" -> !amazons;
            default -> false;
        };
    }

    private static boolean mentions(Document document, String word) {
        var folded = word.toLowerCase(Locale.ROOT);
        return document.name().toLowerCase(Locale.ROOT).contains(folded)
                || document.shown()
                        .outline()
                        .description()
                        .toLowerCase(Locale.ROOT)
                        .contains(folded);
    }
}
