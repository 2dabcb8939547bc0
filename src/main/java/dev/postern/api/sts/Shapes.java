package dev.postern.api.sts;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.roles.SessionCredentials.Issued;
import dev.postern.identity.roles.SessionsExhausted;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Members that several operations of sts share (botocore sts/2011-06-15). */
final class Shapes {
    static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /** Fifteen minutes. */
    static final int SHORTEST_SECONDS = 900;

    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]*");
    private static final Pattern ARN_TEXT =
            Pattern.compile("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD]+");

    static final Shape<String> ARN = Shape.text(20, 2048, ARN_TEXT);
    static final Shape<String> NAME_OF_SESSION = Shape.text(2, 64, SESSION_NAME);

    private Shapes() {}

    /** SDKs write an empty list as an empty text. */
    static <T> Shape<List<T>> list(Shape<T> element, int most) {
        var list = Shape.list(element, 0, most);
        return (value, path) -> value.isString() && value.stringValue().isEmpty() ? List.of() : list.read(value, path);
    }

    static <T> T issued(Supplier<T> effect) {
        try {
            return effect.get();
        } catch (SessionsExhausted exhausted) {
            throw ApiError.of(ApiError.Kind.THROTTLED, "ThrottlingException", String.valueOf(exhausted.getMessage()));
        }
    }

    static String credentials(Issued issued) {
        return "<Credentials>" + Xml.element("AccessKeyId", issued.accessKeyId())
                + Xml.element("SecretAccessKey", issued.secretAccessKey())
                + Xml.element("SessionToken", issued.sessionToken())
                + Xml.element("Expiration", issued.expiresAt().toString()) + "</Credentials>";
    }
}
