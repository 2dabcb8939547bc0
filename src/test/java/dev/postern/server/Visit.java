package dev.postern.server;

import dev.postern.console.shell.Texts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody's way through the console, spoken as the browser's half of Vaadin speaks it: a page is opened, then the view of an address is asked
 * for, and what comes back is what the view is made of.
 */
final class Visit {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern TOKEN = Pattern.compile(
            "<meta[^>]*name=\"_csrf\"[^>]*content=\"([^\"]+)\"|<meta[^>]*content=\"([^\"]+)\"[^>]*name=\"_csrf\"");

    private static final int PATIENCE_MS = 10_000;

    private final URI console;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build(); // follows no redirects

    /** What came of asking for a page. */
    enum Seen {
        SIGN_IN,
        DENIED,
        NOTHING,
        CONTENT
    }

    private Visit(URI console) {
        this.console = console;
    }

    static Visit anonymous(URI console) throws IOException, InterruptedException {
        var visit = new Visit(console);
        visit.get("/login");
        return visit;
    }

    static Visit signedIn(URI console, String user, String password) throws IOException, InterruptedException {
        var visit = anonymous(console);
        var form = "username=" + encoded(user) + "&password=" + encoded(password) + "&_csrf="
                + encoded(visit.token("/login"));
        var answer = visit.send(HttpRequest.newBuilder(console.resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        if (answer.statusCode() != 302 || where(answer).contains("error"))
            throw new IOException(user + " is not signed in: " + answer.statusCode() + " " + where(answer));
        return visit;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String where(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What proves that a call comes from one of our pages. */
    String token(String page) throws IOException, InterruptedException {
        var found = TOKEN.matcher(get(page).body());
        if (!found.find()) throw new IOException("no CSRF token in " + page);
        return found.group(1) == null ? found.group(2) : found.group(1);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(console.resolve(path)).header("Accept", "text/html"));
    }

    /** As one of our pages calls it. */
    HttpResponse<String> call(String method, URI address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
        if (!method.equals("GET")) request.header("X-CSRF-TOKEN", token("/login"));
        return send(request);
    }

    /** The status that a page gets for another name of this server, which the network need not know. */
    int status(String host, String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), console.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            var head = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":" + console.getPort() + "\r\nCookie: "
                    + cookie() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (first == null) throw new IOException("no answer at " + host);
            return Integer.parseInt(first.split(" ")[1]);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** A page that is open: its number, what its push is known by, and what its calls prove themselves with. */
    record Page(String number, String push, String key, int sequence) {}

    Page page() throws IOException, InterruptedException {
        return page("login", "");
    }

    private Page page(String path, String query) throws IOException, InterruptedException {
        var first = get("/?v-r=init&location=" + encoded(path) + "&query=" + encoded(query));
        if (first.statusCode() != 200) throw new IOException("no page for " + path + ": " + first.statusCode());
        var page = JSON.readTree(first.body()).path("appConfig");
        var state = page.path("uidl");
        return new Page(
                page.path("v-uiId").asString(),
                state.path("Vaadin-Push-ID").stringValue(""),
                state.path("Vaadin-Security-Key").stringValue(""),
                state.path("syncId").intValue());
    }

    /** What a page that is open already gets for this address, whatever its first request would have been answered. */
    Seen open(String route) throws IOException, InterruptedException {
        var path = route.contains("?") ? route.substring(0, route.indexOf('?')) : route;
        var query = route.contains("?") ? route.substring(route.indexOf('?') + 1) : "";
        var page = page(path, query);
        var navigation = Map.of(
                "type",
                "event",
                "node",
                1,
                "event",
                "ui-navigate",
                "data",
                Map.of(
                        "route",
                        path,
                        "query",
                        query,
                        "appShellTitle",
                        "Postern",
                        "historyState",
                        Map.of(),
                        "trigger",
                        ""));
        var message = JSON.writeValueAsString(Map.of(
                "csrfToken", page.key(), "rpc", new Object[] {navigation}, "syncId", page.sequence(), "clientId", 0));
        var answer = send(HttpRequest.newBuilder(console.resolve("/?v-r=uidl&v-uiId=" + page.number()))
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString(message)));
        if (answer.statusCode() != 200) throw new IOException(route + ": " + answer.statusCode() + " " + answer.body());
        return seen(route, answer.body());
    }

    /** By what is on it, in the words of the bundle; what is none of these is no page. */
    private static Seen seen(String route, String view) throws IOException {
        if (view.contains("[\"/login\",\"_self\"")) return Seen.SIGN_IN;
        if (view.contains(quoted("denied"))) return Seen.DENIED;
        if (view.contains(quoted("not-found"))) return Seen.NOTHING;
        if (view.contains("\"appError\"") || !view.contains("\"value\":\"h1\""))
            throw new IOException(route + " is no page: " + view);
        return Seen.CONTENT;
    }

    private static String quoted(String key) {
        return '"' + Texts.text(key) + '"';
    }
}
