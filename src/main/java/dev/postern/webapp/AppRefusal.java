package dev.postern.webapp;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.web.util.HtmlUtils;

/** What somebody reads instead of an app. */
enum AppRefusal {
    /** The session is over, or never was. */
    OVER(HttpStatus.NOT_FOUND_404),
    NO_KEY(HttpStatus.UNAUTHORIZED_401),
    TICKET(HttpStatus.FORBIDDEN_403),
    FOREIGN(HttpStatus.FORBIDDEN_403),
    /** The node reaches nothing there. */
    NO_PORT(HttpStatus.BAD_GATEWAY_502),
    /** Something answers, but no web server. */
    NO_ANSWER(HttpStatus.BAD_GATEWAY_502);

    private static final ResourceBundle.Control ONLY_OURS =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final int status;

    AppRefusal(int status) {
        this.status = status;
    }

    /** @param what the thing that the text names, if it names one */
    void send(String what, Request request, Response response, Callback callback) {
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
        Content.Sink.write(response, true, html(what, request), callback);
    }

    private String html(String what, Request request) {
        var locale = Request.getLocales(request).getFirst();
        var bundle = ResourceBundle.getBundle("dev.postern.webapp.messages", locale, ONLY_OURS);
        var title = HtmlUtils.htmlEscape(bundle.getString(name() + ".title"));
        var text =
                HtmlUtils.htmlEscape(new MessageFormat(bundle.getString(name()), locale).format(new Object[] {what}));
        var language = bundle.getLocale().getLanguage();
        return """
                <!doctype html>
                <html lang="%s"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
                <meta name="viewport" content="width=device-width">
                <title>%s · Postern</title>
                <h1>%s</h1>
                <p>%s</p>
                </html>
                """.formatted(language.isEmpty() ? "en" : language, title, title, text);
    }
}
