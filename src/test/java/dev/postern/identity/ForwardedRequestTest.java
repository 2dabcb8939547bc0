package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** What policies hear of a browser's way here where a proxy may tell, and where it may not. */
class ForwardedRequestTest {
    @Test
    void aProxyThatIsBelievedTellsOfTlsAndOfTheAddress() throws Exception {
        assertThat(heard("native")).isEqualTo("true 203.0.113.9");
    }

    @Test
    void whatAnybodyForwardsIsNotBelievedOtherwise() throws Exception {
        assertThat(heard("none")).isEqualTo("false 127.0.0.1");
    }

    private static String heard(String strategy) throws IOException, InterruptedException {
        var application = new SpringApplication(OnePage.class);
        // the product's own open its home
        application.setInitializers(List.of());
        try (var server = (ServletWebServerApplicationContext) application.run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--server.forward-headers-strategy=" + strategy,
                        "--spring.main.banner-mode=off",
                        "--spring.config.name=none",
                        "--spring.main.web-application-type=servlet");
                var http = HttpClient.newHttpClient()) {
            var port = Objects.requireNonNull(server.getWebServer()).getPort();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/way"))
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Forwarded-Proto", "https")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** No stereotype: a scan of another test must not find it. */
    @ImportAutoConfiguration({
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class OnePage {
        private static final Authentication ALICE =
                UsernamePasswordAuthenticationToken.authenticated("alice", "", List.of());

        @Bean
        TestIdentity identity() {
            var identity = new TestIdentity(Database.H2.fresh(), new HandClock());
            identity.users().create("alice", TestIdentity.PASSWORD, Set.of());
            return identity;
        }

        @Bean
        RouterFunction<ServerResponse> way(TestIdentity identity) {
            return RouterFunctions.route()
                    .GET("/way", _ -> ServerResponse.ok().body(heard(identity)))
                    .build();
        }

        private static String heard(TestIdentity identity) {
            SecurityContextHolder.getContext().setAuthentication(ALICE);
            try {
                var keys = identity.callers().current().orElseThrow().circumstances(HandClock.START);
                return keys.get("aws:SecureTransport") + " " + keys.get("aws:SourceIp");
            } finally {
                SecurityContextHolder.clearContext();
            }
        }
    }
}
