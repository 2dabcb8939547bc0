package dev.postern.webapp;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before the console: what is meant for an app's host goes to the app, if the browser has its key, and nowhere else.
 *
 * <p>The key is a cookie of that host alone. Pages of elsewhere neither send it along with what they post or fetch (SameSite=Lax) nor get a WebSocket
 * with it ({@code Origin} is checked). Other apps are of the same site, so that their pages do send it: what browsers say of where a request comes from
 * ({@code Sec-Fetch-Site}) keeps them out.
 */
final class AppDoor extends Handler.Wrapper {
    private static final String TICKET = "ticket=";

    private final AppOrigins origins;
    private final Function<String, Optional<OpenApps.Open>> apps;
    private final AppKeys keys;
    private final AppProxy proxy;
    private final MeterRegistry meters;

    /** @param apps by the first label of their hosts */
    AppDoor(
            AppOrigins origins,
            Function<String, Optional<OpenApps.Open>> apps,
            AppKeys keys,
            AppProxy proxy,
            MeterRegistry meters) {
        this.origins = origins;
        this.apps = apps;
        this.keys = keys;
        this.proxy = proxy;
        this.meters = meters;
        addBean(proxy);
    }

    @Override
    public void setServer(Server server) {
        super.setServer(server);
        proxy.setServer(server); // no part of the chain of handlers, and warned about without one
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var label = origins.labelOf(Request.getServerName(request));
        if (label.isEmpty()) {
            TargetRules.checkForConsole(request);
            return super.handle(request, response, callback);
        }
        var open = apps.apply(label.get());
        if (open.isEmpty()) {
            refuse(AppRefusal.OVER, request, response, callback);
        } else if (Request.getPathInContext(request).equals(OpenApps.ENTRANCE)) {
            enter(open.get(), request, response, callback);
        } else if (!hasKey(open.get(), request)) {
            refuse(AppRefusal.NO_KEY, request, response, callback);
        } else if (isForeign(request)) {
            refuse(AppRefusal.FOREIGN, request, response, callback);
        } else {
            meters.counter("postern.webapps.requests").increment();
            proxy.pass(open.get(), request, response, callback);
        }
        return true;
    }

    private void enter(OpenApps.Open open, Request request, Response response, Callback callback) {
        var key = request.getMethod().equals(HttpMethod.GET.asString())
                ? ticket(request)
                        .flatMap(ticket -> keys.redeem(ticket, open.app().session()))
                : Optional.<String>empty();
        if (key.isEmpty()) {
            refuse(AppRefusal.TICKET, request, response, callback);
            return;
        }
        var cookie = HttpCookie.build(AppCookie.name(request.isSecure()), key.get())
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite(HttpCookie.SameSite.LAX)
                .build();
        Response.addCookie(response, cookie);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put(HttpHeader.LOCATION, open.app().target().path());
        response.setStatus(HttpStatus.FOUND_302);
        callback.succeeded();
    }

    private static Optional<String> ticket(Request request) {
        var query = request.getHttpURI().getQuery();
        return query != null && query.startsWith(TICKET)
                ? Optional.of(query.substring(TICKET.length()))
                : Optional.empty();
    }

    private boolean hasKey(OpenApps.Open open, Request request) {
        var name = AppCookie.name(request.isSecure());
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(name))
                .anyMatch(cookie -> keys.opens(cookie.getValue(), open.app().session()));
    }

    /**
     * What another origin's page asks for, unless it is a link that somebody follows. A WebSocket is judged by its {@code Origin}, which browsers always
     * send; the rest by what browsers say of it where they trust the connection, over TLS and on their own machine.
     */
    private static boolean isForeign(Request request) {
        var headers = request.getHeaders();
        if (AppProxy.isWebSocket(request)) {
            var origin = headers.get(HttpHeader.ORIGIN);
            return origin != null && !origin.equals(AppProxy.ownOrigin(request));
        }
        var from = headers.get("Sec-Fetch-Site");
        if (from == null || from.equals("same-origin") || from.equals("none")) return false;
        return !(request.getMethod().equals(HttpMethod.GET.asString())
                && "navigate".equals(headers.get("Sec-Fetch-Mode"))
                && "document".equals(headers.get("Sec-Fetch-Dest")));
    }

    private void refuse(AppRefusal why, Request request, Response response, Callback callback) {
        meters.counter("postern.webapps.refused", "because", why.name().toLowerCase(Locale.ROOT))
                .increment();
        why.send("", request, response, callback);
    }
}
