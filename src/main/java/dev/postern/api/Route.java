package dev.postern.api;

import dev.postern.inventory.NodeId;
import dev.postern.playback.Format;
import dev.postern.session.SessionId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;

/** What a request is for. Only these paths exist, in exactly this spelling: no parameters, no double slashes, no encoded dots. */
sealed interface Route {
    /** {@code POST /} of the JSON services. */
    record Json(String target) implements Route {}

    /** {@code POST /} of the Query services. */
    record Query() implements Route {}

    /** @param upgrade true for the WebSocket, false for CreateControlChannel */
    record ControlChannel(NodeId node, boolean upgrade) implements Route {}

    /** @param upgrade true for the WebSocket, false for CreateDataChannel */
    record DataChannel(SessionId session, boolean upgrade) implements Route {}

    /** A recording to take away: {@code GET}, signed for service postern. */
    record Recording(SessionId session, Format format) implements Route {}

    record Nowhere() implements Route {}

    /** A session's id may have dots of its own. */
    Pattern RECORDING =
            Pattern.compile("/v1/recordings/((?:[a-zA-Z0-9_.@=+,-]|%[0-9a-fA-F]{2}){1,288})(\\.cast|\\.txt|/export)");

    /** Session ids may hold characters that some clients escape. */
    Pattern CHANNEL = Pattern.compile("/v1/(control|data)-channel/((?:[a-zA-Z0-9_.@=+,-]|%[0-9a-fA-F]{2}){1,288})");

    static Route of(Request request) {
        var path = request.getHttpURI().getPath();
        boolean post = HttpMethod.POST.is(request.getMethod());
        boolean get = HttpMethod.GET.is(request.getMethod());
        if (path == null || !post && !get) return new Nowhere();
        if (path.equals("/")) return post ? service(request) : new Nowhere();

        var recording = RECORDING.matcher(path);
        if (get && recording.matches()) return recording(unescaped(recording.group(1)), recording.group(2), request);
        var channel = CHANNEL.matcher(path);
        if (!channel.matches()) return new Nowhere();
        var id = unescaped(channel.group(2));
        return switch (channel.group(1)) {
            case "control" -> NodeId.isValid(id) ? new ControlChannel(new NodeId(id), get) : new Nowhere();
            default -> SessionId.isValid(id) ? new DataChannel(new SessionId(id), get) : new Nowhere();
        };
    }

    private static Route recording(String id, String as, Request request) {
        if (!SessionId.isValid(id)) return new Nowhere();
        var session = new SessionId(id);
        var query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        return switch (as) {
            case ".cast" ->
                switch (query) {
                    case "", "version=3" -> new Recording(session, Format.CAST);
                    case "version=2" -> new Recording(session, Format.CAST_2);
                    default -> new Nowhere();
                };
            case ".txt" -> query.isEmpty() ? new Recording(session, Format.TEXT) : new Nowhere();
            default -> query.isEmpty() ? new Recording(session, Format.BUNDLE) : new Nowhere();
        };
    }

    private static Route service(Request request) {
        var target = request.getHeaders().get("X-Amz-Target");
        if (target != null) return new Json(target);
        var type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("");
        return type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                ? new Query()
                : new Nowhere();
    }

    private static String unescaped(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
