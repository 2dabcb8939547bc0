package dev.postern.api;

import dev.postern.access.Outcome;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.ConsoleOrigin;
import dev.postern.identity.passkeys.Passkey;
import dev.postern.identity.passkeys.PasskeyEnrolment;
import dev.postern.identity.passkeys.Passkeys;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import dev.postern.inventory.Activations;
import dev.postern.inventory.NodeCredentials;
import dev.postern.inventory.NodeCredentials.RoleToken;
import dev.postern.inventory.NodeId;
import dev.postern.playback.Download;
import dev.postern.playback.Format;
import dev.postern.playback.Playbacks;
import dev.postern.playback.Rendered;
import dev.postern.protocol.SessionTask;
import dev.postern.session.EndCause;
import dev.postern.session.SessionId;
import dev.postern.session.spi.Fleet;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.Relays;
import dev.postern.session.spi.RoomToRecord;
import dev.postern.session.spi.SessionLedger;
import dev.postern.session.spi.TokenHash;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.testing.Authenticator;
import dev.postern.testing.Database;
import dev.postern.testing.PasskeyDevice;
import dev.postern.testing.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API with the real features, on H2 where nobody says otherwise, behind a plain connector; only what moves a session's bytes is played. */
final class ApiUnderTest implements AutoCloseable {
    static final String REGION = "local";

    /** Where there would be one: passkeys are made there. */
    private static final URI CONSOLE = URI.create("http://localhost:8080");

    private static final String FEATURES = "dev.postern.";
    private static final KeyPair NODE_KEY = rsaKey();

    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    final PlayedRelays relays = new PlayedRelays();
    final PlayedJobs jobs = new PlayedJobs();
    final Server server = new Server();
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Clock clock;
    private final ServerConnector connector = new ServerConnector(server);

    ApiUnderTest(Clock clock, String... properties) {
        this(clock, _ -> {}, properties);
    }

    /** @param more beans that stand in for others */
    ApiUnderTest(Clock clock, Consumer<AnnotationConfigApplicationContext> more, String... properties) {
        this(Database.H2, clock, more, properties);
    }

    ApiUnderTest(
            Database database, Clock clock, Consumer<AnnotationConfigApplicationContext> more, String... properties) {
        this.clock = clock;
        var store = database.fresh();
        var masterKey = Base64.getEncoder()
                .encodeToString("a master key that is no secret!!".getBytes(StandardCharsets.US_ASCII));
        TestPropertyValues.of(properties).and("postern.master-key=" + masterKey).applyTo(context);
        context.register(Features.class);
        beans(store);
        more.accept(context);
        context.refresh();
        try {
            connector.setHost("localhost");
            server.addConnector(connector);
            server.setHandler(context.getBean(ApiHandlers.class).handler(new PlayedChannels()));
            server.start();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void beans(Store store) {
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(DataSource.class, store::dataSource);
        context.registerBean(JdbcClient.class, store::jdbc);
        context.registerBean(PlatformTransactionManager.class, store::transactions);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(ConsoleOrigin.class, () -> () -> CONSOLE);
        context.registerBean(PlayedRelays.class, () -> relays);
        context.registerBean(RoomToRecord.class, () -> Optional::empty);
        context.registerBean(Playbacks.class, NothingRecorded::new);
        context.registerBean(PlayedJobs.class, () -> jobs);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI url(String pathAndQuery) {
        return URI.create("http://localhost:" + connector.getLocalPort() + pathAndQuery);
    }

    // ── who calls ──

    /** A key of a new administrator. */
    Credentials administrator() {
        return keyOf("admin", Set.of(Caller.ADMINISTRATORS));
    }

    Credentials keyOf(String user, Set<String> groups) {
        bean(Users.class).create(user, "correct horse battery staple", groups);
        var key = bean(AccessKeys.class).create(user);
        return Credentials.longTerm(key.key().id(), key.secretAccessKey());
    }

    /** Somebody's authenticator, set up; answers the code it shows next, which is taken already. */
    String secondFactor(String user) {
        var factors = bean(SecondFactors.class);
        var key = factors.newKey();
        var shows = new Authenticator(key.text());
        var now = bean(Clock.class).instant();
        if (factors.enrol(bean(Users.class).find(user).orElseThrow(), key, shows.code(now))
                .isEmpty()) throw new IllegalStateException("the code is not the key's");
        return shows.code(now.plus(Authenticator.STEP));
    }

    /** A passkey of theirs, made. */
    Passkey passkey(String user, String name) {
        var owner = bean(Users.class).find(user).orElseThrow();
        var begun = bean(PasskeyEnrolment.class).begin(owner);
        begun.finish(new PasskeyDevice(CONSOLE.toString()).create(begun.question()), name);
        return bean(Passkeys.class).of(owner).stream()
                .filter(passkey -> passkey.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A registered node with its key and a role token. */
    record NodeUnderTest(NodeId id, KeyPair key, RoleToken token) {
        Credentials credentials() {
            return new Credentials(token.accessKeyId(), token.secretAccessKey(), token.sessionToken());
        }
    }

    Role role(String name, Duration longest, Trust trust) {
        var roles = bean(Roles.class);
        return roles.create(new Roles.Wanted(roles.newId(), name, longest, trust));
    }

    /** A role that may everything. */
    Role administrators(String name, Duration longest, Trust trust) {
        var role = role(name, longest, trust);
        bean(Policies.class).attach(Subject.role(name), Policies.ADMINISTRATOR);
        return role;
    }

    static final String FINGERPRINT = "0f0f0f0f-1111-4222-8333-444444444444";

    NodeUnderTest node(String name) {
        var activations = bean(Activations.class);
        var made = activations.create(
                new Activations.Wanted("", name, "AnyRole", 1, null, Map.of()), "arn:aws:iam::000000000000:user/admin");
        var registered = activations.register(
                new Activations.Registration(
                        made.activation().id(),
                        made.code(),
                        FINGERPRINT,
                        NODE_KEY.getPublic().getEncoded()),
                "127.0.0.1");
        var id = ((Activations.Registered.Accepted) registered).node();
        return new NodeUnderTest(id, NODE_KEY, bean(NodeCredentials.class).issue(id));
    }

    static KeyPair rsaKey() {
        try {
            var keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return keys.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    // ── calls ──

    record Reply(int status, String text, HttpResponse<String> raw) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        String type() {
            return json().path("__type").asString("");
        }

        String message() {
            return json().path("Message").asString("");
        }
    }

    static SigV4Signer signer(Credentials credentials, String service) {
        return SigV4Signer.with(credentials, REGION, service);
    }

    Reply ssm(Credentials credentials, String operation, String body) {
        return post(signer(credentials, "ssm"), "AmazonSSM." + operation, body);
    }

    Reply post(@Nullable SigV4Signer signer, String target, String body) {
        return post(signer, target, body, clock.instant());
    }

    Reply post(@Nullable SigV4Signer signer, String target, String body, Instant signedAt) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(signer, target, bytes, BodyPublishers.ofByteArray(bytes), signedAt);
    }

    Reply send(@Nullable SigV4Signer signer, String target, byte[] signed, BodyPublisher sent, Instant signedAt) {
        var headers =
                List.of(new Header("Content-Type", "application/x-amz-json-1.1"), new Header("X-Amz-Target", target));
        return send("POST", "/", signer, headers, signed, sent, signedAt);
    }

    Reply send(
            String method,
            String path,
            @Nullable SigV4Signer signer,
            List<Header> headers,
            byte[] signed,
            BodyPublisher sent,
            Instant signedAt) {
        var all = new ArrayList<>(headers);
        if (signer != null) all.addAll(signer.sign(SignableRequest.to(method, url(path), headers, signed), signedAt));
        var request = HttpRequest.newBuilder(url(path)).method(method, sent);
        all.forEach(header -> request.header(header.name(), header.value()));
        return exchange(request.build());
    }

    Reply send(String method, String path, @Nullable SigV4Signer signer, List<Header> headers, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(method, path, signer, headers, bytes, BodyPublishers.ofByteArray(bytes), clock.instant());
    }

    Reply exchange(HttpRequest request) {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(answer.statusCode(), answer.body(), answer);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    @Override
    public void close() {
        try {
            http.close();
            server.stop();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        } finally {
            context.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    // who signs in by a provider does so in the console, which is not here
    @ComponentScan(
            excludeFilters =
                    @ComponentScan.Filter(type = FilterType.REGEX, pattern = "dev\\.postern\\.identity\\.oidc\\..*"),
            value = {
                FEATURES + "keys",
                FEATURES + "trail",
                FEATURES + "identity",
                FEATURES + "inventory",
                FEATURES + "access",
                FEATURES + "session",
                FEATURES + "commands",
                FEATURES + "api"
            })
    @ConfigurationPropertiesScan("dev.postern")
    static class Features {}

    /** Answers what was handed on to it: who signed, and the body again. */
    private static final class PlayedChannels extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            var text = "node=" + request.getAttribute(ApiHandlers.NODE) + " caller="
                    + (request.getAttribute(ApiHandlers.CALLER) instanceof Caller caller ? caller.name() : null)
                    + " body=" + Content.Source.asString(request);
            response.setStatus(201);
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
            return true;
        }
    }

    /** What is played is not recorded. */
    private static final class NothingRecorded implements Playbacks {
        @Override
        public Outcome<Rendered> rendered(Caller caller, SessionId session) {
            throw new UnsupportedOperationException("the API gives no lines");
        }

        @Override
        public Outcome<Download> download(Caller caller, SessionId session, Format format) {
            throw new UnsupportedOperationException("nothing is recorded here");
        }
    }

    /** Plays the gateway: every connected node takes every task, and sessions end when they are cut. */
    static final class PlayedRelays implements Relays, NodeBackend, BeanFactoryAware {
        final Set<NodeId> connected = ConcurrentHashMap.newKeySet();
        private final Set<SessionId> live = ConcurrentHashMap.newKeySet();
        private @Nullable BeanFactory beans;

        @Override
        public void setBeanFactory(BeanFactory beans) {
            this.beans = beans;
        }

        @Override
        public boolean isConnected(NodeId node) {
            return connected.contains(node);
        }

        @Override
        public Fleet fleet(NodeId node) {
            return Fleet.OWN;
        }

        @Override
        public boolean open(NodeId node, SessionTask task) {
            return connected.contains(node);
        }

        @Override
        public void cancel(NodeId node, SessionId session, String reason) {}

        @Override
        public void open(RelayPlan plan) {
            live.add(plan.id());
        }

        @Override
        public boolean begin(SessionId id) {
            return live.contains(id);
        }

        @Override
        public void waiting(Map<SessionId, Integer> before) {}

        @Override
        public void takeUp(RelayPlan plan) {
            live.add(plan.id());
        }

        @Override
        public boolean expectClient(SessionId id, TokenHash token) {
            return live.contains(id);
        }

        @Override
        public boolean cut(SessionId id, EndCause cause) {
            if (!live.remove(id)) return false;
            if (beans == null) throw new IllegalStateException("not started");
            beans.getBean(SessionLedger.class).ended(id, cause);
            return true;
        }
    }
}
