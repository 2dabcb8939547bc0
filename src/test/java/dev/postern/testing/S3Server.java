package dev.postern.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real S3 server in a process of its own: the program that the build fetched. What is in it ends with it. */
public final class S3Server {
    /** The only one it encrypts with. */
    public static final String KMS_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

    private static final String KMS_KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/" + KMS_KEY;

    private static final Path PROGRAM = Path.of("target", "s3mock", "s3mock.jar");
    private static final Path LOG = Path.of("target", "s3mock", "s3mock.log");
    private static final Duration START = Duration.ofSeconds(120);

    private final int port;

    private S3Server(int port) {
        this.port = port;
    }

    /** One for the whole run. */
    public static S3Server running() {
        return Running.SERVER;
    }

    private static final class Running {
        static final S3Server SERVER = start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static S3Server start() {
        if (!Files.exists(PROGRAM))
            throw new IllegalStateException(
                    PROGRAM + " is not there: the build puts it there before integration tests");
        try {
            var port = freePort();
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-jar",
                            PROGRAM.toString(),
                            "--http.port=" + port,
                            "--server.port=0",
                            "--server.address=127.0.0.1",
                            "--com.adobe.testing.s3mock.store.valid-kms-keys=" + KMS_KEY_ARN)
                    .redirectErrorStream(true)
                    .redirectOutput(LOG.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "s3-ends"));
            var server = new S3Server(port);
            Awaitility.await("the S3 server, see " + LOG)
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(200))
                    .until(server::answers);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(endpoint()).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
