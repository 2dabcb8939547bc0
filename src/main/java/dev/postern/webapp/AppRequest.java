package dev.postern.webapp;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpURI;
import org.jspecify.annotations.Nullable;

/**
 * A request whose target goes to the app letter for letter. Jetty's own keeps it as a {@link URI}, which refuses what browsers do send ({@code ?a|b},
 * {@code ?100%}), takes {@code //a} for a host, and has no room for {@code *}.
 */
final class AppRequest extends HttpRequest {
    /** Only until the app's own is set: names with an underscore are no host to {@link URI}. */
    private static final URI SOMEWHERE = URI.create("http://localhost/");

    private final String path;
    private final @Nullable String query;

    AppRequest(HttpClient client, AppTarget target, HttpURI asked) {
        super(client, new HttpConversation(), SOMEWHERE);
        this.path = asked.getPath();
        this.query = asked.getQuery();
        scheme(target.scheme().text()).host(target.name()).port(target.port());
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public @Nullable String getQuery() {
        return query;
    }
}
