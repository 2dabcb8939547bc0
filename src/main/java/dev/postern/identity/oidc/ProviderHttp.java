package dev.postern.identity.oidc;

import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** How the provider is spoken to: it has so long to answer, and is followed nowhere else. */
final class ProviderHttp {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private ProviderHttp() {}

    static RestClient client() {
        return builder().build();
    }

    static RestClient.Builder builder() {
        var requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build());
        requests.setReadTimeout(ANSWER);
        return RestClient.builder().requestFactory(requests);
    }
}
