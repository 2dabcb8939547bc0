package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.inventory.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Members that several operations of ssm share (botocore ssm/2014-11-06). */
final class Shapes {
    /** As many as a node can have (inventory.Nodes). */
    static final int MOST_TAGS = 50;

    private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern EC2_ID = Pattern.compile("i-(\\w{8}|\\w{17})");
    private static final int MOST_TAGS_SENT = 1000;

    static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    static final Shape<String> TAG_KEY = Shape.text(1, 128, TAG_TEXT);
    static final Shape<List<String>> TAG_KEYS = Shape.list(TAG_KEY, 0, MOST_TAGS_SENT);
    static final Shape<List<Tag>> TAGS = Shape.list(
            Shape.structure(
                    tag -> new Tag(tag.required("Key", TAG_KEY), tag.required("Value", Shape.text(0, 256, TAG_TEXT)))),
            0,
            MOST_TAGS_SENT);
    static final Shape<String> ACTIVATION_ID = Shape.text(36, 36, UUID);
    static final Shape<String> DOCUMENT_NAME = Shape.text(3, 128, Pattern.compile("[a-zA-Z0-9_\\-.]{3,128}"));
    static final Shape<String> DOCUMENT_ARN = Shape.text(3, 128, Pattern.compile("[a-zA-Z0-9_\\-.:/]{3,128}"));
    static final Shape<String> ANY_TEXT = Shape.text(0, 2048);
    static final Shape<String> SESSION_ID = Shape.text(1, 96);
    static final Shape<String> TARGET = Shape.text(1, 400);

    private Shapes() {}

    record Tag(String key, String value) {}

    static Map<String, String> tags(Input input, String member) {
        var tags = new TreeMap<String, String>();
        for (var tag : input.optional(member, TAGS, List.of())) {
            if (tags.put(tag.key(), tag.value()) != null)
                throw ApiError.validation("Tag keys must be unique: '" + tag.key() + "' is there twice.");
        }
        if (tags.size() > MOST_TAGS) throw tooManyTags();
        return tags;
    }

    /** What a feature refuses by a rule of its own, in its words. */
    static <T> T checked(Supplier<T> effect) {
        try {
            return effect.get();
        } catch (IllegalArgumentException broken) {
            throw ApiError.validation(String.valueOf(broken.getMessage()));
        }
    }

    /** The same for an effect that gives nothing back. */
    static void checked(Runnable effect) {
        checked(() -> {
            effect.run();
            return effect;
        });
    }

    static ApiError tooManyTags() {
        return ApiError.of("TooManyTagsError", "A resource can have at most " + MOST_TAGS + " tags.");
    }

    /** @throws ApiError InvalidInstanceId for what cannot be the id of a node here */
    static NodeId node(Input input, String member) {
        var id = input.required(member, ANY_TEXT);
        if (!NodeId.isValid(id)) throw unknownNode(id);
        return new NodeId(id);
    }

    static ApiError unknownNode(String id) {
        return ApiError.of("InvalidInstanceId", "Instance Id not valid, or no such node: " + shortened(id));
    }

    /** @throws ApiError InvalidInstanceId for what is no id of a node, here or at EC2 */
    static void instances(List<String> ids) {
        for (var id : ids) if (!NodeId.isValid(id) && !EC2_ID.matcher(id).matches()) throw unknownNode(id);
    }

    static String shortened(String text) {
        return text.length() > Shape.MOST_ECHOED ? text.substring(0, Shape.MOST_ECHOED) + "…" : text;
    }
}
