package dev.postern.bench;

import dev.postern.testing.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server and, in a process of its own, an agent on this machine. */
final class Postern implements AutoCloseable {
    static final String USER = "admin";
    private static final String PASSWORD = "not-a-real-password-1";
    private static final String KEY_ID = "POSTERNBENCHKEY00001";
    private static final String SECRET = "no-secret-but-of-this-benchmark-alone";
    /** Every port any free one, no node in the server's own process. */
    private static final List<String> SETTINGS = List.of(
            "--server.port=0",
            "--postern.api.port=0",
            "--postern.api.connections-per-address=20000",
            "--management.server.port=0",
            "--postern.bootstrap.admin-password=" + PASSWORD,
            "--postern.bootstrap.access-key-id=" + KEY_ID,
            "--postern.bootstrap.secret-access-key=" + SECRET);

    /** A heap that is resident from the start: what resident memory grows by lies outside it. */
    private static final String FIXED_HEAP = "-Xms512m -Xmx512m -XX:+AlwaysPreTouch";

    private final Path home;
    private final Program server;
    private final List<Program> agents = new ArrayList<>();
    private final URI api;
    private final Console console;

    private Postern(Path home, Program server) {
        this.home = home;
        this.server = server;
        this.console = new Console(URI.create(server.await("Console\\s+(http\\S+)")));
        this.api = URI.create(server.await("API\\s+(https\\S+)"));
        server.await("(Postern is ready)");
    }

    static Postern start(Path home) {
        return start(home, "");
    }

    static Postern startWithFixedHeap(Path home) {
        return start(home, FIXED_HEAP);
    }

    private static Postern start(Path home, String options) {
        var settings = settings(home);
        settings.add("--postern.local-node.enabled=false");
        var program = Program.of(options, BenchServer.class.getName(), settings.toArray(String[]::new));
        return new Postern(home, program);
    }

    static List<String> settings(Path home) {
        var settings = new ArrayList<>(SETTINGS);
        settings.add("--postern.home=" + home);
        return settings;
    }

    Program server() {
        return server;
    }

    URI api() {
        return api;
    }

    Path ca() {
        return home.resolve("tls").resolve("ca.pem");
    }

    /** The API as scripts have it. */
    Api signing() {
        return new Api(api, ca(), KEY_ID, SECRET);
    }

    Console signedIn() throws IOException, InterruptedException {
        console.signIn(USER, PASSWORD);
        return console;
    }

    /** Enrols this machine, and waits until it is there; the node's id. */
    Node agent(Path state) throws IOException, InterruptedException {
        var activation = server.ask("activation").split(" ", 2);
        var agent = Program.of(
                "",
                dev.postern.Postern.class.getName(),
                "agent",
                "--endpoint",
                api.toString(),
                "--ca",
                ca().toString(),
                "--activation-id",
                activation[0],
                "--activation-code",
                activation[1],
                "--state",
                state.toString());
        agents.add(agent);
        var node = server.await("node connected.*node=\"?(mi-[0-9a-f]{17})");
        return new Node(node, agent);
    }

    record Node(String id, Program agent) {}

    /** A browser session on that node. */
    String shell(Node node) throws IOException, InterruptedException {
        return server.ask("session " + node.id() + " -");
    }

    /** The same without a terminal. */
    String command(Node node, String command) throws IOException, InterruptedException {
        return server.ask("session " + node.id() + " AWS-StartNonInteractiveCommand " + command);
    }

    @Override
    public void close() {
        agents.forEach(Program::close);
        server.close();
    }
}
