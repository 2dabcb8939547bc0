package dev.postern.webapp;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What somebody reads instead of an app. */
enum AppRefusal {
    /** The session is over, or never was. */
    OVER(HttpStatus.NOT_FOUND_404),
    NO_KEY(HttpStatus.UNAUTHORIZED_401),
    TICKET(HttpStatus.FORBIDDEN_403),
    FOREIGN(HttpStatus.FORBIDDEN_403),
    /** The node reaches nothing there. */
    NO_PORT(HttpStatus.BAD_GATEWAY_502),
    /** The same, and it is another machine than the node: it may not know the name. Agents do not tell which. */
    NO_HOST(HttpStatus.BAD_GATEWAY_502),
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
        headers.put("Content-Security-Policy", PlainPage.POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CONTENT_TYPE, "text/html;charset=utf-8");
        Content.Sink.write(response, true, html(what, request), callback);
    }

    private String html(String what, Request request) {
        var locale = Request.getLocales(request).getFirst();
        var bundle = ResourceBundle.getBundle("dev.postern.webapp.messages", locale, ONLY_OURS);
        var text = new MessageFormat(bundle.getString(name()), locale).format(new Object[] {what});
        return PlainPage.of(bundle, bundle.getString(name() + ".title"), text);
    }
}
