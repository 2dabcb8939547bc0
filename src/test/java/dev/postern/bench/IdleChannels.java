package dev.postern.bench;

import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.OpenControlChannel;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.WebSocketWire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What an agent costs that is there and does nothing: a control channel over TLS, answering pings. */
final class IdleChannels {
    static final int CHANNELS = 2_000;
    /** Opened before the first look, so that classes, pools and compiled code do not count. */
    private static final int BEFORE = 200;
    /** Handshakes at a time. */
    private static final int AT_ONCE = 8;

    private static final int SOCKET_BUFFER = 512;
    private static final Pattern TOKEN = Pattern.compile("<TokenValue>([^<]+)</TokenValue>");

    private final Clock clock = Clock.systemUTC();
    private final SSLContext tls;
    private final URI api;
    private final ConcurrentLinkedQueue<WebSocketWire> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lost = new AtomicInteger();

    /** Bytes for each channel: in the heap, and resident outside it. */
    record Result(double heap, double outside) {}

    private IdleChannels(URI api, Path ca) throws IOException {
        this.api = api;
        this.tls = trusting(ca);
    }

    static Result measure(Postern postern, Path directory) throws IOException, InterruptedException {
        var file = directory.resolve("nodes.txt");
        postern.server().ask("nodes " + (BEFORE + CHANNELS) + " " + file);
        var nodes = Files.readAllLines(file);
        var channels = new IdleChannels(postern.api(), postern.ca());
        try {
            channels.open(nodes.subList(0, BEFORE));
            var heapBefore = heap(postern);
            var rssBefore = postern.server().rss();
            channels.open(nodes.subList(BEFORE, nodes.size()));
            var heap = heap(postern);
            var rss = postern.server().rss();
            if (channels.lost.get() > 0) throw new IOException(channels.lost + " control channels were lost");
            return new Result((heap - heapBefore) / (double) CHANNELS, (rss - rssBefore) / (double) CHANNELS);
        } finally {
            channels.close();
        }
    }

    /** Settled: what the opening left behind is gone. */
    private static long heap(Postern postern) throws IOException, InterruptedException {
        Thread.sleep(3_000);
        return Long.parseLong(postern.server().ask("heap"));
    }

    private void open(List<String> nodes) throws IOException, InterruptedException {
        var turns = new Semaphore(AT_ONCE);
        var failures = new ConcurrentLinkedQueue<IOException>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var node : nodes) {
                turns.acquire();
                threads.execute(() -> {
                    try {
                        dial(node.split(" "));
                    } catch (IOException failed) {
                        failures.add(failed);
                    } finally {
                        turns.release();
                    }
                });
            }
        }
        var failure = failures.peek();
        if (failure != null) throw failure;
    }

    private void dial(String[] node) throws IOException {
        var path = "/v1/control-channel/" + node[0];
        var signer = SigV4Signer.with(new Credentials(node[1], node[2], node[3]), "local", "ssmmessages");
        var wire = WebSocketWire.dial(api, tls, SOCKET_BUFFER);
        var body = ("{\"MessageSchemaVersion\":\"1.0\",\"RequestId\":\"" + UUID.randomUUID() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var json = List.of(new Header("Content-Type", "application/json"));
        var token = TOKEN.matcher(wire.post(path, signed(signer, "POST", path, json, body), body, 201));
        if (!token.find()) throw new IOException("no token for " + node[0]);
        var upgrade = path + "?role=subscribe&stream=input";
        wire.upgrade(upgrade, signed(signer, "GET", upgrade, List.of(), new byte[0]));
        wire.send(new OpenControlChannel(UUID.randomUUID(), token.group(1), AgentVersion.POSTERN_AGENT, "linux")
                .toJson());
        open.add(wire);
        Thread.ofVirtual().start(() -> stay(wire));
    }

    private Map<String, String> signed(
            SigV4Signer signer, String method, String path, List<Header> headers, byte[] body) {
        var request = SignableRequest.to(method, api.resolve(path), headers, body);
        var all = new LinkedHashMap<String, String>();
        for (var header : headers) all.put(header.name(), header.value());
        for (var header : signer.sign(request, clock.instant())) all.put(header.name(), header.value());
        return all;
    }

    private void stay(WebSocketWire wire) {
        try {
            while (wire.read() != null) {}
        } catch (IOException _) {
            // counted below
        }
        if (open.contains(wire)) lost.incrementAndGet();
    }

    private void close() throws IOException {
        for (var wire = open.poll(); wire != null; wire = open.poll()) wire.close();
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (var in = Files.newInputStream(ca)) {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's authority cannot be trusted", e);
        }
    }
}
