package dev.postern.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A web identity provider on loopback: signs tokens with RSA keys and publishes them. Whoever comes with a code, whatever it is, is given the ID token that the
 * test laid ready.
 */
public final class IdentityProvider implements AutoCloseable {
    public static final String AUDIENCE = "postern";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey key = key("first");
    private volatile String idToken = "";

    public IdentityProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            var body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys",
                 "response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer())));
        server.createContext("/token", exchange -> answer(exchange, """
                {"access_token":"nobody-asks","token_type":"Bearer","expires_in":60,"id_token":"%s"}""".formatted(idToken)));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** What the next code is exchanged for. */
    public void answers(String idToken) {
        this.idToken = idToken;
    }

    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public URI jwks() {
        return URI.create(issuer() + "/keys");
    }

    public int fetches() {
        return fetches.get();
    }

    /** A token of ten minutes, with whatever else. */
    public String token(String subject, Instant now, Consumer<JWTClaimsSet.Builder> more) {
        return signed(key, subject, now, more);
    }

    /** As {@link #token}, by a key that the provider does not publish but names like its own. */
    public String forged(String subject, Instant now) {
        return signed(key("first"), subject, now, _ -> {});
    }

    /** The same with claims of its own. */
    public String forged(String subject, Instant now, Consumer<JWTClaimsSet.Builder> more) {
        return signed(key("first"), subject, now, more);
    }

    /** From now on there is another key alone. */
    public void changeKey() {
        key = key("second");
    }

    public JWTClaimsSet claims(String subject, Instant now, Consumer<JWTClaimsSet.Builder> more) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
        more.accept(claims);
        return claims.build();
    }

    private String signed(RSAKey by, String subject, Instant now, Consumer<JWTClaimsSet.Builder> more) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(by.getKeyID())
                            .build(),
                    claims(subject, now, more));
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
