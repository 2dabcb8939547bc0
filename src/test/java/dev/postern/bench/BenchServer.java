package dev.postern.bench;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.inventory.Activations;
import dev.postern.inventory.NodeCredentials;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;

/**
 * Postern's server as it is, in a process of its own, with a few commands on standard input for what a person would click. Answers are lines
 * that begin with {@value #ANSWER}.
 */
final class BenchServer {
    static final String ANSWER = "@ ";
    private static final String APPLICATION = "dev.postern.PosternApplication";

    private final ApplicationContext context;

    private BenchServer(ApplicationContext context) {
        this.context = context;
    }

    public static void main(String[] settings) throws IOException, ReflectiveOperationException {
        var server = new BenchServer(new SpringApplicationBuilder(Class.forName(APPLICATION)).run(settings));
        try (var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = commands.readLine(); line != null; line = commands.readLine()) server.obey(line);
        }
        // whoever started us is gone
        System.exit(0);
    }

    private void obey(String line) {
        String answer;
        try {
            var words = line.split(" ", 4);
            answer = switch (words[0]) {
                case "activation" -> activation();
                case "session" -> session(new NodeId(words[1]), words[2], words.length > 3 ? words[3] : null);
                case "nodes" -> nodes(Integer.parseInt(words[1]), Path.of(words[2]));
                case "connected" ->
                    Boolean.toString(context.getBean(Nodes.class).isConnected(new NodeId(words[1])));
                case "heap" -> Long.toString(heap());
                default -> throw new IllegalArgumentException(line);
            };
        } catch (IOException | NoSuchAlgorithmException | RuntimeException failed) {
            answer = "failed: " + failed;
        }
        System.out.println(ANSWER + answer);
        System.out.flush();
    }

    private String activation() {
        var made = made(1);
        return made.activation().id() + " " + made.code();
    }

    private Activations.Created made(int limit) {
        var wanted = new Activations.Wanted("benchmark", "", "service-role/benchmark", limit, null, Map.of());
        return context.getBean(Activations.class).create(wanted, "admin");
    }

    private String session(NodeId node, String document, @Nullable String command) {
        Map<String, List<String>> parameters = command == null
                ? Map.of()
                : Map.of("command", List.of(command), "separateOutputStream", List.of("false"));
        var start = new Sessions.Start(
                node, document.equals("-") ? null : document, parameters, "", Session.Client.BROWSER);
        return switch (context.getBean(Sessions.class).start(administrator(), start)) {
            case Outcome.Done<Sessions.Started>(var started) ->
                started.session().id().value();
            case Outcome.Refused<Sessions.Started>(var decision) ->
                throw new IllegalStateException("refused: " + decision);
        };
    }

    private Caller administrator() {
        var users = context.getBean(Users.class);
        return users.callerFor(users.find("admin").orElseThrow(), "127.0.0.1");
    }

    /** Registers nodes and writes their credentials, a line each. One key for all of them: making keys is not what is measured. */
    private String nodes(int count, Path file) throws IOException, NoSuchAlgorithmException {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var key = keys.generateKeyPair().getPublic().getEncoded();
        var activations = context.getBean(Activations.class);
        var credentials = context.getBean(NodeCredentials.class);
        var lines = new ArrayList<String>();
        Activations.Created made = null;
        for (var i = 0; i < count; i++) {
            if (made == null || i % Activations.MOST_REGISTRATIONS == 0) made = made(Activations.MOST_REGISTRATIONS);
            var wanted = new Activations.Registration(made.activation().id(), made.code(), "bench-" + i, key);
            if (!(activations.register(wanted) instanceof Activations.Registered.Accepted(var node))) {
                throw new IllegalStateException("node " + i + " was not registered");
            }
            var token = credentials.issue(node);
            lines.add(
                    String.join(" ", node.value(), token.accessKeyId(), token.secretAccessKey(), token.sessionToken()));
        }
        Files.write(file, lines);
        return "done";
    }

    /** What is in use when all garbage is gone. */
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
