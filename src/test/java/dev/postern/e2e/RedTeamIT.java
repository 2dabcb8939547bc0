package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing works without its credential: raw requests, as somebody with bad intentions writes them. */
@NullUnmarked
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedTeamIT {
    private static final String UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private final PosternProcess.Ports ports = PosternProcess.Ports.free();
    private Path home;
    private PosternProcess server;

    @BeforeAll
    void start(@TempDir Path directory) {
        home = directory.resolve("home");
        server = PosternProcess.server(home, ports);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nodes/mi-0123456789abcdef0",
                "/sessions",
                "/activations",
                "/trail",
                "/settings",
                "/terminal/admin-0123456789abcdef0",
                "/x;/sessions",
                "/;/",
                "/sessions;x=/",
                "//sessions",
                "/login/../sessions",
                "/login/%2e%2e/sessions",
                "/login/..;/sessions",
                "/%2e/sessions",
                "/login%2f..%2fsessions",
                "/login/%252e%252e/sessions",
                "/terminal/x/ticket",
                "/actuator",
                "/actuator/env",
                "/actuator/prometheus",
                "/error",
                "/v1/control-channel/mi-0123456789abcdef0"
            })
    void noPageWithoutASignIn(String path) throws IOException {
        var answer = console("GET " + path, "");
        assertThat(status(answer)).as(answer.lines().findFirst().orElse("")).isIn(302, 303, 400, 401, 403, 404);
        assertThat(answer)
                .doesNotContain("postern-terminal")
                .doesNotContain("at dev.postern")
                .doesNotContain("Exception");
        if (status(answer) == 302 || status(answer) == 303) {
            assertThat(answer).containsPattern("(?i)location: [^\\r\\n]*/login");
        }
    }

    @Test
    void theTerminalsSocketAndTicketNeedASignIn() throws IOException {
        assertThat(status(console("GET /terminal/admin-0123456789abcdef0/socket", UPGRADE)))
                .isNotEqualTo(101)
                .isIn(302, 303, 401, 403, 404);
        assertThat(status(console("POST /terminal/admin-0123456789abcdef0/ticket", "Content-Length: 0\r\n")))
                .isIn(302, 303, 401, 403);
    }

    @Test
    void theUiServerCallsNeedASignIn() throws IOException {
        var answer =
                console("POST /?v-r=uidl&v-uiId=0", "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        // Vaadin says "session expired" with status 200, and nothing else
        assertThat(status(answer)).isIn(200, 302, 303, 401, 403);
        if (status(answer) == 200) assertThat(answer).contains("sessionExpired").doesNotContain("mi-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /login",
                "GET /v1/control-channel/mi-0123456789abcdef0?role=subscribe&stream=input",
                "POST /v1/control-channel/mi-0123456789abcdef0",
                "POST /v1/data-channel/admin-0123456789abcdef0",
                "GET /x;/v1/data-channel/a",
                "GET //v1/control-channel/a",
                "GET /v1/%2e%2e/login"
            })
    void theApiAnswersNothingUnsigned(String request) throws Exception {
        var answer = api(request, request.startsWith("POST") ? "Content-Length: 2\r\n\r\n{}" : UPGRADE);
        assertThat(status(answer)).isBetween(400, 499);
        assertThat(answer).doesNotContain("at dev.postern").doesNotContainIgnoringCase("jetty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AmazonSSM.StartSession",
                "AmazonSSM.CreateActivation",
                "AmazonSSM.DescribeInstanceInformation",
                "AmazonSSM.RequestManagedInstanceRoleToken",
                "AmazonSSM.UpdateInstanceInformation",
                "EC2WindowsMessageDeliveryService.GetMessages",
                "AmazonSSM.Nonsense"
            })
    void noOperationWithoutASignature(String target) throws Exception {
        var answer = api(
                "POST /",
                "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: " + target
                        + "\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(status(answer)).isBetween(400, 403);
        assertThat(answer).contains("__type");
    }

    @Test
    void anUnknownActivationIsRefusedInAwsWords() throws Exception {
        var body = """
                {"ActivationId":"00000000-0000-4000-8000-000000000000","ActivationCode":"not-a-real-code-at-all","Fingerprint":"00000000-0000-4000-8000-000000000001","PublicKey":"AAAA","PublicKeyType":"Rsa"}""";
        var answer = api(
                "POST /",
                "Content-Type: application/x-amz-json-1.1\r\nX-Amz-Target: AmazonSSM.RegisterManagedInstance\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
        assertThat(status(answer)).isEqualTo(400);
        assertThat(answer).containsPattern("InvalidActivation|ValidationException");
    }

    @Test
    void secretsInTheHomeBelongToTheirOwnerAlone() throws IOException {
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
        try (var files = Files.walk(home)) {
            var keys = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*key.*"))
                    .toList();
            assertThat(keys).isNotEmpty();
            for (var key : keys) {
                assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                        .as(key.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    private String console(String request, String headersAndBody) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.console())) {
            return exchange(socket, "localhost:" + ports.console(), request, headersAndBody);
        }
    }

    private String api(String request, String headersAndBody) throws IOException, GeneralSecurityException {
        try (var socket =
                trusting(home.resolve("tls/ca.pem")).getSocketFactory().createSocket("127.0.0.1", ports.api())) {
            return exchange(socket, "127.0.0.1:" + ports.api(), request, headersAndBody);
        }
    }

    private static String exchange(Socket socket, String host, String request, String headersAndBody)
            throws IOException {
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        var end = headersAndBody.contains("\r\n\r\n") ? "" : "\r\n";
        out.write((request + " HTTP/1.1\r\nHost: " + host + "\r\n"
                        + (headersAndBody.contains("Upgrade") ? "" : "Connection: close\r\n") + headersAndBody + end)
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        var answer = new StringBuilder();
        var buffer = new byte[8192];
        // the head is enough where the connection stays open
        for (var n = socket.getInputStream().read(buffer); n > 0; ) {
            answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            if (headersAndBody.contains("Upgrade") && answer.indexOf("\r\n\r\n") >= 0) break;
            n = socket.getInputStream().read(buffer);
        }
        return answer.toString();
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(ca)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
