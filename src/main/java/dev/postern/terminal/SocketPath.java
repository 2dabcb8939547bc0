package dev.postern.terminal;

import dev.postern.session.SessionId;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /terminal/{sessionId}/socket}. */
final class SocketPath {
    static final String PATTERN = "/terminal/{sessionId}/socket";

    private static final Pattern FORM = Pattern.compile("/terminal/([^/]{1,96})/socket");

    private SocketPath() {}

    static Optional<SessionId> session(@Nullable URI uri) {
        if (uri == null || uri.getPath() == null) return Optional.empty();
        var path = FORM.matcher(uri.getPath());
        return path.matches() && SessionId.isValid(path.group(1))
                ? Optional.of(new SessionId(path.group(1)))
                : Optional.empty();
    }
}
