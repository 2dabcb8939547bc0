package dev.postern.server;

import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What went wrong before or outside an operation, told as AWS's JSON protocol tells it: never a page, a trace or a class name. */
final class ApiErrors extends ErrorHandler {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.1");
        var body = Map.of("__type", type(code), "message", HttpStatus.getMessage(code));
        Content.Sink.write(response, true, JSON.writeValueAsString(body), callback);
    }

    private static String type(int code) {
        return switch (code) {
            case HttpStatus.NOT_FOUND_404 -> "UnknownOperationException";
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "RequestEntityTooLargeException";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "ServiceUnavailableException";
            default -> code < HttpStatus.INTERNAL_SERVER_ERROR_500 ? "ValidationException" : "InternalServerError";
        };
    }
}
