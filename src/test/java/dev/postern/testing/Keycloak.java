package dev.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Keycloak in a process of its own: the distribution that the build unpacked, with the realm that {@code docs/keycloak.md} hands out. Its database
 * is in memory, and ends with it.
 */
public final class Keycloak implements AutoCloseable {
    public static final String CLIENT_SECRET = "a-placeholder-of-the-tests";

    private static final String ADMIN = "bootstrap-of-the-tests";
    private static final Duration START = Duration.ofSeconds(180);
    private static final Path DISTRIBUTIONS = Path.of("target", "keycloak");
    private static final Path REALM = Path.of("docs", "keycloak", "postern-realm.json");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final int port;
    private final Process process;
    private final Path log;
    private final Thread atExit = new Thread(this::kill, "keycloak-ends");
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Keycloak(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Goes on starting when this returns; {@link #awaitStart} waits for it. @param console where the realm's client is */
    public static Keycloak start(int port, int managementPort, String console) {
        try {
            var home = distribution();
            var realms = Files.createDirectories(home.resolve("data").resolve("import"));
            Files.copy(REALM, realms.resolve("realm.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            var log = DISTRIBUTIONS.resolve("keycloak.log").toAbsolutePath();
            var command = new ProcessBuilder(
                    home.resolve("bin").resolve("kc.sh").toString(),
                    "start-dev",
                    "--db=dev-mem",
                    "--import-realm",
                    "--http-host=127.0.0.1",
                    "--http-port=" + port,
                    "--http-management-port=" + managementPort);
            var environment = command.environment();
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
            environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
            environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
            environment.put("POSTERN_CLIENT_SECRET", CLIENT_SECRET);
            environment.put("POSTERN_CONSOLE_URL", console);
            var process = command.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Keycloak(port, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path distribution() throws IOException {
        if (!Files.isDirectory(DISTRIBUTIONS)) {
            throw new IllegalStateException("There is no Keycloak in " + DISTRIBUTIONS.toAbsolutePath()
                    + ": ./mvnw verify unpacks it before these tests run.");
        }
        try (var unpacked = Files.list(DISTRIBUTIONS)) {
            return unpacked.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
        }
    }

    public void awaitStart() {
        Awaitility.await("Keycloak, see " + log)
                .atMost(START)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> answers() || !process.isAlive());
        if (!process.isAlive()) throw new IllegalStateException("Keycloak ended, see " + log);
    }

    private boolean answers() {
        try {
            return send(HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration")))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public String issuer() {
        return issuer(port);
    }

    public static String issuer(int port) {
        return "http://localhost:" + port + "/realms/postern";
    }

    /**
     * Somebody the realm knows.
     *
     * @param groups as paths
     * @param otpSecret of the one-time codes they have set up; empty for none
     * @return their id, which is their subject
     */
    public String user(
            String name, String password, List<String> groups, Map<String, String> attributes, String otpSecret) {
        var user = new TreeMap<String, Object>(Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name + "@example.com",
                "firstName",
                name,
                "lastName",
                "Example",
                "groups",
                groups,
                "attributes",
                attributes.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, one -> List.of(one.getValue())))));
        var credentials = new java.util.ArrayList<Map<String, Object>>();
        credentials.add(Map.of("type", "password", "value", password, "temporary", false));
        if (!otpSecret.isEmpty()) {
            credentials.add(Map.of(
                    "type", "otp",
                    "secretData", JSON.writeValueAsString(Map.of("value", otpSecret)),
                    "credentialData",
                            JSON.writeValueAsString(Map.of(
                                    "subType", "totp",
                                    "digits", 6,
                                    "counter", 0,
                                    "period", 30,
                                    "algorithm", "HmacSHA1"))));
        }
        user.put("credentials", credentials);
        var made = admin("POST", "/users", user);
        var location = made.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Ends all their sessions here, and tells every application by the back channel. */
    public void signOut(String userId) {
        admin("POST", "/users/" + userId + "/logout", Map.of());
    }

    public void group(String name) {
        admin("POST", "/groups", Map.of("name", name));
    }

    /** The sessions somebody has here; tokens call these {@code sid}. */
    public List<String> sessionIds(String userId) {
        return read(admin("GET", "/users/" + userId + "/sessions", null))
                .valueStream()
                .map(session -> session.path("id").asString())
                .toList();
    }

    private HttpResponse<String> admin(String method, String path, @org.jspecify.annotations.Nullable Object body) {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/admin/realms/postern" + path))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        var answer = send(request);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private String adminToken() {
        var form = Map.of("client_id", "admin-cli", "username", ADMIN, "password", ADMIN, "grant_type", "password");
        var text = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var answer = send(HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(text)));
        return read(answer).path("access_token").asString();
    }

    private static JsonNode read(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
        http.close();
    }

    /** The script, and the server it started. */
    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
