package dev.postern.server;

import static org.awaitility.Awaitility.await;

import dev.postern.access.Outcome;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.commands.Commands;
import dev.postern.commands.Targets;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import dev.postern.inventory.Nodes;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * A whole server with one of everything, and six who come to it: nobody, somebody without policies, and those whom the policies that come with
 * Postern are for.
 */
final class EverybodysConsole implements AutoCloseable {
    static final String ANONYMOUS = "anonymous";
    private static final String PASSWORD = "no real password, only a long one";

    final ConfigurableApplicationContext server;
    /** By name, anonymous first. */
    final Map<String, Visit> visits = new LinkedHashMap<>();
    /** What tables call {@code $NODE}, {@code $SESSION} and so on. */
    final Map<String, String> things = new TreeMap<>();

    EverybodysConsole(Path home) throws IOException, InterruptedException {
        server = SpringApplication.run(
                ClassUtils.resolveClassName("dev.postern.PosternApplication", null), // not public
                "--postern.home=" + home,
                "--postern.local-node.enabled=true",
                "--postern.sign-in.tries-per-minute=1000",
                "--postern.bootstrap.admin-password=" + PASSWORD);
        visits.put(ANONYMOUS, Visit.anonymous(console()));
        var users = server.getBean(Users.class);
        for (var name : List.of("stranger", "engineer", "auditor", "approver")) {
            users.create(name, PASSWORD, Set.of());
            if (!name.equals("stranger"))
                server.getBean(Policies.class)
                        .attach(
                                Subject.user(name),
                                "arn:aws:iam::aws:policy/Postern" + Character.toUpperCase(name.charAt(0))
                                        + name.substring(1));
            visits.put(name, Visit.signedIn(console(), name, PASSWORD));
        }
        users.tag("engineer", Map.of("team", "web"));
        visits.put("administrator", Visit.signedIn(console(), "admin", PASSWORD));
        things();
    }

    private void things() {
        var nodes = server.getBean(Nodes.class);
        await("this machine as a node")
                .atMost(Duration.ofSeconds(60))
                .until(() -> nodes.all().stream().anyMatch(node -> nodes.isConnected(node.id())));
        var node = nodes.all().getFirst().id();
        nodes.tag(node, Map.of("team", "web"));
        things.put("$NODE", node.value());
        var admin = caller("admin");
        done(server.getBean(Documents.class)
                .create(
                        admin,
                        new Documents.NewDocument(
                                "Shell", DocumentType.SESSION, DocumentFormat.JSON, """
                                {"schemaVersion": "1.0", "sessionType": "Standard_Stream", "inputs": {"idleSessionTimeout": "5"}}""", "", "", "", Map.of())));
        server.getBean(Policies.class).create(new Policies.Wanted("look", "", """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "ssm:DescribeSessions", "Resource": "*"}}""", Map.of(), admin.arn()));
        var roles = server.getBean(Roles.class);
        roles.create(new Roles.Wanted(roles.newId(), "on-call", Duration.ofHours(1), new Trust(true, Set.of(), null)));
        var session = done(server.getBean(Sessions.class)
                .start(caller("engineer"), new Sessions.Start(node, null, Map.of(), "", Session.Client.BROWSER)));
        things.put("$SESSION", session.session().id().value());
        var command = done(server.getBean(Commands.class)
                .send(
                        admin,
                        Commands.Send.of(
                                "AWS-RunShellScript",
                                Map.of("commands", List.of("true")),
                                new Targets.Named(List.of(node)))));
        things.put("$COMMAND", command.id().value());
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var decision) -> throw new IllegalStateException(decision.because());
        };
    }

    URI console() {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.server.port"));
    }

    URI management() {
        return URI.create("http://localhost:" + server.getEnvironment().getProperty("local.management.port"));
    }

    Caller caller(String name) {
        var users = server.getBean(Users.class);
        return users.callerFor(users.find(name).orElseThrow(), null);
    }

    String filled(String text) {
        var filled = text;
        for (var thing : things.entrySet()) filled = filled.replace(thing.getKey(), thing.getValue());
        return filled;
    }

    /** Lines of a table under {@code src/test/resources/access}, without remarks. */
    static List<String> table(String name) {
        try (var in = EverybodysConsole.class.getResourceAsStream("/access/" + name)) {
            if (in == null) throw new IllegalStateException("no table " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
