package dev.postern.server;

import dev.postern.webapp.PlainPage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;
import org.eclipse.jetty.http.HttpStatus;

/** What somebody reads who is sent away before any view could speak: a page of two sentences that costs nothing. */
final class RefusalPage {
    private static final ResourceBundle.Control ONLY_OURS =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Duration COME_BACK_AFTER = Duration.ofMinutes(1);

    enum Text {
        VISITORS_FULL("refused.full", HttpStatus.SERVICE_UNAVAILABLE_503),
        ADDRESS_FULL("refused.address", HttpStatus.TOO_MANY_REQUESTS_429);

        private final String key;
        private final int status;

        Text(String key, int status) {
            this.key = key;
            this.status = status;
        }
    }

    private RefusalPage() {}

    static void send(Text text, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(text.status);
        response.setHeader("Retry-After", Long.toString(COME_BACK_AFTER.toSeconds()));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", PlainPage.POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(html(text, request.getLocale()));
    }

    private static String html(Text text, Locale wanted) {
        var bundle = ResourceBundle.getBundle("dev.postern.server.messages", wanted, ONLY_OURS);
        return PlainPage.of(bundle, bundle.getString(text.key + ".title"), bundle.getString(text.key));
    }
}
