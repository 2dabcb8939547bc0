package dev.postern.identity.roles;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * The keys that providers publish. Fetched when they are needed, kept for minutes, asked for anew when a token names one that is not
 * among them, though never more often than every half minute: whoever sends made-up tokens makes no traffic.
 */
@Component
final class ProviderKeys {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration WAITS_FOR_ANOTHER = Duration.ofSeconds(10);
    private static final Duration FETCHED_EVERY = Duration.ofSeconds(30);
    private static final int PATIENCE_MILLIS = 5_000;
    /** Some fifty keys with their certificates. */
    private static final int LARGEST = 256 * 1024;
    /** As many as there are roles; what was forgotten is fetched again. */
    private static final int MOST_PROVIDERS = Roles.MOST;

    private final LoadingCache<URI, JWKSource<SecurityContext>> sources = Caffeine.newBuilder()
            .maximumSize(MOST_PROVIDERS)
            .expireAfterAccess(Duration.ofHours(6))
            .build(ProviderKeys::source);

    JWKSource<SecurityContext> of(WebIdentityProvider provider) {
        return sources.get(provider.jwks());
    }

    private static JWKSource<SecurityContext> source(URI uri) {
        try {
            return JWKSourceBuilder.create(uri.toURL(), new Direct())
                    .cache(KEPT.toMillis(), WAITS_FOR_ANOTHER.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(FETCHED_EVERY.toMillis())
                    .build();
        } catch (MalformedURLException notOne) {
            throw new IllegalArgumentException("not an address: " + uri, notOne);
        }
    }

    /** Goes where it was sent and nowhere else: a redirect could lead into this network. */
    private static final class Direct extends DefaultResourceRetriever {
        Direct() {
            super(PATIENCE_MILLIS, PATIENCE_MILLIS, LARGEST);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            var connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
