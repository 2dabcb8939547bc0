package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.Outcome;
import dev.postern.identity.AccessKeys;
import dev.postern.inventory.ApiAddress;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.server.Dialling.Call;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

/** Every WebSocket there is, by those it is for and by others, with the right word and with a wrong one: access/sockets.txt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketMatrixIT {
    private EverybodysConsole console;
    private Dialling dialling;

    private record Row(String pattern, String address, String who, String origin, String says, String answer) {
        static Row of(String line) {
            var parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            assertThat(parts).as(line).hasSize(6);
            return new Row(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5));
        }
    }

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        console = new EverybodysConsole(home);
        dialling = new Dialling(home.resolve("tls/ca.pem"));
        var node = new NodeId(console.filled("$NODE"));
        var outcome = console.server
                .getBean(Sessions.class)
                .start(
                        console.caller("engineer"),
                        new Sessions.Start(node, null, Map.of(), "", Session.Client.COMMAND_LINE));
        if (!(outcome instanceof Outcome.Done<Sessions.Started>(var started)))
            throw new IllegalStateException("not started: " + outcome);
        console.things.put("$STREAM", started.session().id().value());
        console.things.put("$TOKEN", started.clientToken());
    }

    @AfterAll
    void stop() {
        dialling.close();
        console.close();
    }

    @Test
    void everySocketOpensToWhomTheTableSays() throws Exception {
        var wrong = new ArrayList<String>();
        for (var row : rows()) {
            var answer = dialling.answer(call(row));
            if (!answer.equals(row.answer())) wrong.add(answer + ", table says " + row);
        }
        assertThat(wrong).as(String.join("\n", wrong)).isEmpty();
    }

    @Test
    void everySocketOfTheConsoleIsInTheTable() {
        var mapped = console.server.getBeansOfType(SimpleUrlHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getUrlMap().entrySet().stream())
                .filter(mapping -> mapping.getValue() instanceof WebSocketHttpRequestHandler
                        || mapping.getValue() instanceof WebSocketHandler)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(mapped).isNotEmpty();
        assertThat(rows().stream().map(Row::pattern).toList()).containsAll(mapped);
    }

    private Call call(Row row) throws IOException, InterruptedException {
        var words = row.address().split(" ");
        var base = words[0].equals("api")
                ? console.server.getBean(ApiAddress.class).url()
                : console.console();
        var visit = console.visits.get(row.who());
        var path = console.filled(words[1]);
        if (path.contains("$PUSH") || path.contains("$UI"))
            path = page(Objects.requireNonNullElse(visit, engineer()), path);
        var address = URI.create(base.resolve(path).toString().replaceFirst("^http", "ws"));
        return new Call(
                address,
                visit == null || words[0].equals("api") ? "" : visit.cookie(),
                switch (row.origin()) {
                    case "console" -> console.console().toString();
                    case "elsewhere" -> "https://elsewhere.example.com";
                    default -> "";
                },
                row.who().endsWith("'s key") ? key(row.who()) : null,
                says(row));
    }

    private Visit engineer() {
        return Objects.requireNonNull(console.visits.get("engineer"));
    }

    private static String page(Visit visit, String path) throws IOException, InterruptedException {
        var page = visit.page();
        return path.replace("$UI", page.number()).replace("$PUSH", page.push());
    }

    private String says(Row row) throws IOException, InterruptedException {
        var words = row.says().split(" ");
        return switch (words[0]) {
            case "ticket" ->
                "{\"type\":\"open\",\"ticket\":\"" + (words[1].equals("wrong") ? "x".repeat(43) : ticket())
                        + "\",\"client\":\"tab\",\"resume\":0,\"cols\":80,\"rows\":24}";
            case "token" ->
                OpenDataChannel.fromClient(
                                UUID.randomUUID(),
                                console.filled(words[1]),
                                UUID.randomUUID(),
                                AgentVersion.POSTERN_CLIENT)
                        .toJson();
            default -> "";
        };
    }

    private String ticket() throws IOException, InterruptedException {
        var answer = engineer()
                .call("POST", console.console().resolve(console.filled("/terminal/$SESSION/ticket")))
                .body();
        return answer.substring(answer.indexOf(":\"") + 2, answer.lastIndexOf('"'));
    }

    private @Nullable Credentials key(String whose) {
        var name = whose.substring(0, whose.indexOf('\''));
        var secret = console.server.getBean(AccessKeys.class).create(name.equals("administrator") ? "admin" : name);
        return Credentials.longTerm(secret.key().id(), secret.secretAccessKey());
    }

    private static List<Row> rows() {
        return EverybodysConsole.table("sockets.txt").stream().map(Row::of).toList();
    }
}
