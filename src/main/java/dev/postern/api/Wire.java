package dev.postern.api;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Xml;
import dev.postern.sigv4.Verification.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** The three ways AWS's services put answers and errors into bytes. */
enum Wire {
    /** JSON 1.1: ssm, ec2messages, kms, cloudtrail. Nearly every error is a 400. */
    JSON("application/x-amz-json-1.1") {
        @Override
        Reply error(ApiError error, String requestId) {
            int status = switch (error.kind()) {
                case REQUEST, REFUSED, THROTTLED, CONFLICT -> 400;
                case NOWHERE -> 404;
                case TOO_LARGE -> 413;
                case SERVER -> 500;
            };
            var body = new Output().always("__type", error.code()).always("Message", error.text());
            return new Reply(status, mediaType(), Json.bytes(body.node()));
        }
    },
    /** Query: sts, iam. Codes have no "Exception" at their end. */
    QUERY("text/xml") {
        @Override
        Reply error(ApiError error, String requestId) {
            var xml = "<ErrorResponse><Error>"
                    + Xml.element("Type", error.kind() == ApiError.Kind.SERVER ? "Receiver" : "Sender")
                    + Xml.element("Code", queryCode(error))
                    + Xml.element("Message", error.text())
                    + "</Error>" + Xml.element("RequestId", requestId) + "</ErrorResponse>";
            return new Reply(Wire.restStatus(error), mediaType(), xml.getBytes(StandardCharsets.UTF_8));
        }
    },
    /** The channels' REST calls. An agent looks for the text {@code <AccessDeniedException>} (protocol.md §1.5). */
    REST("application/xml") {
        @Override
        Reply error(ApiError error, String requestId) {
            var xml = "<" + error.code() + ">" + Xml.element("Message", error.text())
                    + Xml.element("RequestId", requestId) + "</" + error.code() + ">";
            return new Reply(Wire.restStatus(error), mediaType(), xml.getBytes(StandardCharsets.UTF_8));
        }
    };

    private final String mediaType;

    /** Bytes to send. */
    record Reply(int status, String mediaType, byte[] body) {}

    Wire(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract Reply error(ApiError error, String requestId);

    String mediaType() {
        return mediaType;
    }

    static Reply json(JsonNode body) {
        return new Reply(200, JSON.mediaType, Json.bytes(body));
    }

    static Reply result(String operation, Answer.Result result, String requestId) {
        var xml = "<" + operation + "Response xmlns=\"" + result.namespace() + "\"><" + operation + "Result>"
                + result.xml() + "</" + operation + "Result><ResponseMetadata>" + Xml.element("RequestId", requestId)
                + "</ResponseMetadata></" + operation + "Response>";
        return new Reply(200, QUERY.mediaType, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static int restStatus(ApiError error) {
        return switch (error.kind()) {
            case REQUEST -> 400;
            case REFUSED -> 403;
            case NOWHERE -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case THROTTLED -> 429;
            case SERVER -> 500;
        };
    }

    private static String queryCode(ApiError error) {
        var code = error.code();
        // Only of credentials: the ExpiredTokenException of a web identity token keeps its name.
        return Arrays.stream(Reason.values())
                .filter(reason -> error.kind() == ApiError.Kind.REFUSED
                        && reason.jsonCode().equals(code))
                .map(Reason::queryCode)
                .findFirst()
                .orElseGet(() -> switch (code) {
                    case "AccessDeniedException" -> "AccessDenied";
                    case "ThrottlingException" -> "Throttling";
                    case "UnknownOperationException" -> "InvalidAction";
                    case "ValidationException" -> "ValidationError";
                    case "SerializationException" -> "MalformedInput";
                    default -> code;
                });
    }
}
