package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amazon's own session-manager-plugin, run by the AWS command line on a terminal: what people have installed. */
@Tag("real")
@NullUnmarked
class StockPluginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String KEY = "AKIAPOSTERNTEST00001";
    /** Where the plugin looks for KMS, whatever it is told. */
    private static final String KMS_HOST = "kms.local.amazonaws.com";

    private static final String SECRET = "not-a-real-secret-of-anybody-0123456789";

    @TempDir
    private static Path directory;

    private static Path home;
    private static PosternProcess.Ports ports;
    private static PosternProcess server;
    private static PosternProcess agent;
    private static Cable cable;
    private static Detour detour;
    private static String node;

    @BeforeAll
    static void aServerAndANodeOfItsOwn() throws IOException, InterruptedException {
        for (var program : List.of("aws", "session-manager-plugin"))
            assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                    program + " is not on PATH");
        home = directory.resolve("home");
        ports = PosternProcess.Ports.free();
        cable = new Cable(ports.api());
        detour = new Detour(ports.api());
        server = serve();
        var made = call("ssm", "create-activation", "--iam-role", "any", "--output", "text");
        var words = made.strip().split("\\s+");
        agent = PosternProcess.agent(
                directory,
                "--endpoint",
                "https://127.0.0.1:" + ports.api(),
                "--ca",
                home.resolve("tls/ca.pem").toString(),
                "--activation-id",
                Stream.of(words)
                        .filter(word -> word.length() == 36 && word.indexOf('-') == 8)
                        .findFirst()
                        .orElseThrow(),
                "--activation-code",
                Stream.of(words)
                        .filter(word -> word.length() != 36 || word.indexOf('-') != 8)
                        .findFirst()
                        .orElseThrow(),
                "--state",
                directory.resolve("state").toString());
        server.await("node connected");
        node = server.find("node connected.*(mi-[0-9a-f]{17})").orElseThrow();
    }

    private static PosternProcess serve() {
        return PosternProcess.server(
                home,
                ports,
                "--postern.local-node.enabled=false",
                "--postern.api.public-url=https://127.0.0.1:" + cable.port(),
                "--postern.api.hosts=" + KMS_HOST,
                "--postern.session.unrecorded=allow",
                "--postern.bootstrap.access-key-id=" + KEY,
                "--postern.bootstrap.secret-access-key=" + SECRET);
    }

    @AfterAll
    static void stop() throws IOException {
        if (agent != null) agent.close();
        if (server != null) server.close();
        if (cable != null) cable.close();
        if (detour != null) detour.close();
    }

    @Test
    void aShellItsSizeAndItsEnd() throws Exception {
        try (var shell = new Shell()) {
            shell.type("echo $((40+2))-is-it; stty size\r");
            shell.await("42-is-it");
            shell.await("33 101");
            shell.type("echo sl$((1))eeps; sleep 1000\r");
            shell.await("sl1eeps"); // else the key comes to the prompt, which takes the rest with it
            shell.type("\003echo inter$((1))rupted\r");
            shell.await("inter1rupted");
            shell.type("exit\r");
            assertThat(shell.exitCode()).isZero();
        }
    }

    @Test
    void endsWhenSomebodyTerminatesIt() throws Exception {
        try (var shell = new Shell()) {
            shell.type("echo re$((1))ady\r");
            shell.await("re1ady");
            call("ssm", "terminate-session", "--session-id", shell.session());
            assertThat(shell.exitCode()).isZero();
        }
    }

    /** A client that comes back has acknowledged everything: the node was paused meanwhile, and nothing but this would start it. */
    @Test
    void goesOnByItselfAfterItsConnectionWasCut() throws Exception {
        try (var shell = new Shell()) {
            shell.type("echo re$((1))ady; sleep 3; seq 1 300 | sed s/^/line-/; echo al$((1))l\r");
            shell.await("re1ady");
            cable.cut();
            shell.await("al1l");
            assertThat(numbers(shell)).isEqualTo(sequence(300));
        }
    }

    @Test
    void survivesTheServer() throws Exception {
        try (var shell = new Shell()) {
            shell.type("for i in $(seq 1 1500); do echo line-$i; sleep 0.01; done; echo al$((1))l\r");
            shell.await("line-200");
            server.kill();
            server = serve();
            shell.await("al1l");
            // the plugin may print a line twice that it had no time to acknowledge; it may lose none
            assertThat(numbers(shell).stream().distinct().toList()).isEqualTo(sequence(1500));
        }
    }

    @Test
    void encryptsAndReadsASessionWithADataKeyOfItsOwnKms() throws Exception {
        var key = call("kms", "create-key", "--query", "KeyMetadata.KeyId", "--output", "text")
                .strip();
        call("kms", "create-alias", "--alias-name", "alias/sessions", "--target-key-id", key);
        call(
                "ssm",
                "create-document",
                "--name",
                "Encrypted-Shell",
                "--document-type",
                "Session",
                "--content",
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{\"kmsKeyId\":\"alias/sessions\"}}");
        try (var shell = new Shell("--document-name", "Encrypted-Shell")) {
            shell.await("This session is encrypted using AWS KMS.");
            shell.type("echo $((40+2))-is-it\r");
            shell.await("42-is-it");
            shell.type("exit\r");
            assertThat(shell.exitCode()).isZero();
            assertThat(Files.readString(
                            home.resolve("spool").resolve(shell.session()).resolve("output"),
                            StandardCharsets.ISO_8859_1))
                    .isNotEmpty()
                    .doesNotContain("is-it");
        }
        assertThat(detour.wanted()).contains(KMS_HOST + ":443");
    }

    private static List<Integer> numbers(Shell shell) {
        return Pattern.compile("line-(\\d+)\\r")
                .matcher(shell.text())
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
    }

    private static List<Integer> sequence(int last) {
        return java.util.stream.IntStream.rangeClosed(1, last).boxed().toList();
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        var ca = home.resolve("tls/ca.pem").toString();
        environment.putAll(Map.of("HTTPS_PROXY", detour.url(), "NO_PROXY", "127.0.0.1"));
        environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID",
                KEY,
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_DEFAULT_REGION",
                "local",
                "AWS_CA_BUNDLE",
                ca,
                "SSL_CERT_FILE",
                ca, // the plugin is written in Go
                "AWS_PAGER",
                "",
                "AWS_CONFIG_FILE",
                "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE",
                "/dev/null"));
        return environment;
    }

    private static List<String> aws(String... arguments) {
        var command = new ArrayList<>(List.of("aws", "--endpoint-url", "https://127.0.0.1:" + cable.port()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String call(String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(aws(arguments)).redirectErrorStream(true);
        builder.environment().putAll(environment());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** One {@code aws ssm start-session}. */
    private static final class Shell implements AutoCloseable {
        private final PtyProcess process;
        private final StringBuilder text = new StringBuilder();

        Shell(String... more) throws IOException {
            var command = aws("ssm", "start-session", "--target", node);
            command.addAll(List.of(more));
            process = new PtyProcessBuilder(command.toArray(String[]::new))
                    .setEnvironment(environment())
                    .setInitialColumns(101)
                    .setInitialRows(33)
                    .start();
            process.setWinSize(new WinSize(101, 33));
            Thread.ofPlatform().daemon().start(this::read);
            await("Starting session with SessionId:");
            await("$ ", "# ");
        }

        private void read() {
            var buffer = new byte[8192];
            try (var in = process.getInputStream()) {
                for (var length = in.read(buffer); length > 0; length = in.read(buffer))
                    append(new String(buffer, 0, length, StandardCharsets.UTF_8));
            } catch (IOException _) {
                // it has ended
            }
        }

        private synchronized void append(String more) {
            text.append(more);
        }

        synchronized String text() {
            return text.toString();
        }

        String session() {
            return text().replaceAll("(?s).*SessionId: (\\S+).*", "$1");
        }

        void type(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        void await(String... oneOf) {
            org.awaitility.Awaitility.await("one of " + List.of(oneOf))
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(oneOf))
                            .as("on the terminal: %s", text())
                            .anyMatch(text()::contains));
        }

        int exitCode() {
            org.awaitility.Awaitility.await("the end").atMost(PATIENCE).until(() -> !process.isAlive());
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
