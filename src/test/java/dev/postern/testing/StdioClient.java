package dev.postern.testing;

import dev.postern.protocol.PayloadType;
import dev.postern.protocol.StreamFlag;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;

/**
 * {@code aws ssm start-session --document-name AWS-StartSSHSession} without the plugin: StartSession by AWS's SDK, then the session's bytes on
 * standard input and output. Arguments: endpoint, authority's certificate, target, port. The access key comes from the environment.
 */
public final class StdioClient {
    private static final int PAYLOAD = 16 * 1024;
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private StdioClient() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var api = new Api(
                URI.create(arguments[0]),
                Path.of(arguments[1]),
                System.getenv("AWS_ACCESS_KEY_ID"),
                System.getenv("AWS_SECRET_ACCESS_KEY"));
        var request = StartSessionRequest.builder()
                .target(arguments[2])
                .documentName("AWS-StartSSHSession")
                .parameters(Map.of("portNumber", List.of(arguments[3])))
                .build();
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try (var ssm = api.ssm();
                var session =
                        SessionClient.start(ssm, api.tls(), request, (type, payload) -> show(type, payload, out))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> takeLeave(session)));
            session.awaitReady();
            Thread.ofPlatform().daemon().start(() -> read(session));
            var last = session.ended().join();
            if (!last.isEmpty()) System.err.println(last);
        }
        System.exit(0); // standard input may still be waited for
    }

    private static void show(int type, byte[] payload, OutputStream out) {
        if (type != PayloadType.OUTPUT) return;
        try {
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(SessionClient session) {
        var buffer = new byte[PAYLOAD];
        try {
            for (int length = System.in.read(buffer); length >= 0; length = System.in.read(buffer))
                session.send(PayloadType.OUTPUT, ByteBuffer.wrap(buffer, 0, length));
            terminate(session);
        } catch (IOException _) {
            // the session is over
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** OpenSSH hangs up on its ProxyCommand as soon as it has said goodbye, mostly before that goodbye was read. */
    private static void takeLeave(SessionClient session) {
        try {
            terminate(session);
            session.ended().get(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException _) {
            // the session is over, or waits for its grace period
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void terminate(SessionClient session) throws IOException, InterruptedException {
        session.send(PayloadType.FLAG, StreamFlag.TERMINATE_SESSION.toPayload());
    }
}
