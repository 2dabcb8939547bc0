package dev.postern.api.kms;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.keys.EncryptionContext;
import dev.postern.keys.KmsCipher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Members that several operations of kms share (botocore kms/2014-11-01). */
final class Shapes {
    /** More than fit into a context of names and values of four characters each. */
    private static final int MOST_PAIRS = 1_024;

    private static final int MOST_TAGS_SENT = 1_000;

    static final Shape<String> KEY_ID = Shape.text(1, 2048);
    static final Shape<String> ALIAS_NAME = Shape.text(1, 256, Pattern.compile("[a-zA-Z0-9:/_-]+"));
    static final Shape<String> DESCRIPTION = Shape.text(0, 8192);
    static final Shape<Integer> PAGE = Shape.number(1, 1000);
    static final Shape<byte[]> PLAINTEXT = Shape.blob(1, KmsCipher.MOST_PLAINTEXT_BYTES);
    static final Shape<byte[]> CIPHERTEXT = Shape.blob(1, 6144);
    static final Shape<List<String>> GRANT_TOKENS = Shape.list(Shape.text(1, 8192), 0, 10);
    static final Shape<List<String>> TAG_KEYS = Shape.list(Shape.text(1, 128), 0, MOST_TAGS_SENT);
    static final Shape<List<Tag>> TAGS = Shape.list(
            Shape.structure(tag ->
                    new Tag(tag.required("TagKey", Shape.text(1, 128)), tag.required("TagValue", Shape.text(0, 256)))),
            0,
            MOST_TAGS_SENT);
    static final Shape<String> ALGORITHM =
            Shape.oneOf(List.of(Shapes.SYMMETRIC, "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE"));

    static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    private static final Shape<Map<String, String>> PAIRS =
            Shape.map(EncryptionContext.MOST_BYTES, Shape.text(0, EncryptionContext.MOST_BYTES), MOST_PAIRS);
    private static final Shape<EncryptionContext> CONTEXT = (value, path) -> {
        var pairs = PAIRS.read(value, path);
        try {
            return EncryptionContext.of(pairs);
        } catch (IllegalArgumentException tooLong) {
            throw ApiError.validation("Value at '" + path + "' failed to satisfy constraint: " + tooLong.getMessage());
        }
    };

    private Shapes() {}

    record Tag(String key, String value) {}

    static Map<String, String> tags(Input input) {
        var tags = new TreeMap<String, String>();
        for (var tag : input.optional("Tags", TAGS, List.of()))
            if (tags.put(tag.key(), tag.value()) != null)
                throw ApiError.of("TagException", "Tag keys must be unique: '" + tag.key() + "' is there twice.");
        return tags;
    }

    static EncryptionContext context(Input input, String member) {
        return input.optional(member, CONTEXT, EncryptionContext.of(Map.of()));
    }
}
