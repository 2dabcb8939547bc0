package dev.postern.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser's side of the console's HTTP: signs in as the page does, asks for tickets. */
final class Console {
    private static final Pattern TOKEN = Pattern.compile("<meta[^>]*name=\"_csrf\"[^>]*content=\"([^\"]+)\"");
    private static final Pattern TOKEN_FIRST = Pattern.compile("<meta[^>]*content=\"([^\"]+)\"[^>]*name=\"_csrf\"");
    private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");

    private final URI url;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private String token = "";

    Console(URI url) {
        this.url = url;
    }

    URI url() {
        return url;
    }

    void signIn(String user, String password) throws IOException, InterruptedException {
        token = token("/login");
        var form = "username=" + encoded(user) + "&password=" + encoded(password) + "&_csrf=" + encoded(token);
        var answer = send(HttpRequest.newBuilder(url.resolve("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        var location = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != 302 || location.contains("error")) {
            throw new IOException("not signed in: " + answer.statusCode() + " " + location);
        }
        token = token("/");
    }

    private String token(String page) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(url.resolve(page)).header("Accept", "text/html"));
        for (var pattern : new Pattern[] {TOKEN, TOKEN_FIRST}) {
            var found = pattern.matcher(answer.body());
            if (found.find()) return found.group(1);
        }
        throw new IOException("no CSRF token in " + page + ", status " + answer.statusCode());
    }

    String ticket(String path) throws IOException, InterruptedException {
        var answer = send(HttpRequest.newBuilder(url.resolve(path))
                .header("X-CSRF-TOKEN", token)
                .POST(HttpRequest.BodyPublishers.noBody()));
        var ticket = TICKET.matcher(answer.body());
        if (!ticket.find()) throw new IOException("no ticket but " + answer.statusCode() + " " + answer.body());
        return ticket.group(1);
    }

    String cookie() {
        return cookies.getCookieStore().getCookies().stream()
                .map(cookie -> cookie.getName() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
