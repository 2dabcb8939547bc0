package dev.postern.webapp;

import dev.postern.access.Outcome;
import dev.postern.gateway.Forwards;
import dev.postern.gateway.Forwards.Forward;
import dev.postern.identity.Caller;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionRefused;
import dev.postern.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The apps that are open, by the first label of their host names. */
@Component
class OpenApps implements WebApps {
    private static final Logger log = LoggerFactory.getLogger(OpenApps.class);

    static final String ENTRANCE = "/.postern/enter";

    private final Sessions sessions;
    private final Forwards forwards;
    private final AppKeys keys;
    private final AppOrigins origins;
    private final InstantSource clock;
    private final Map<String, Open> byLabel = new ConcurrentHashMap<>();

    /** An app and its way to the node. */
    record Open(WebApp app, Forward forward) {}

    OpenApps(
            Sessions sessions,
            Forwards forwards,
            AppKeys keys,
            AppOrigins origins,
            MeterRegistry meters,
            InstantSource clock) {
        this.sessions = sessions;
        this.forwards = forwards;
        this.keys = keys;
        this.origins = origins;
        this.clock = clock;
        Gauge.builder("postern.webapps.open", byLabel, Map::size).register(meters);
    }

    @Override
    public Outcome<WebApp> open(Caller caller, AppTarget target, String reason) {
        return switch (sessions.start(caller, start(target, reason))) {
            case Outcome.Done<Sessions.Started>(var started) -> new Outcome.Done<>(open(caller, target, started));
            case Outcome.Refused<Sessions.Started>(var decision) -> new Outcome.Refused<>(decision);
        };
    }

    private static Sessions.Start start(AppTarget target, String reason) {
        var port = List.of(Integer.toString(target.port()));
        return target.host().isEmpty()
                ? new Sessions.Start(
                        target.node(),
                        "AWS-StartPortForwardingSession",
                        Map.of("portNumber", port),
                        reason,
                        Session.Client.BROWSER)
                : new Sessions.Start(
                        target.node(),
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Map.of("portNumber", port, "host", List.of(target.host())),
                        reason,
                        Session.Client.BROWSER);
    }

    private WebApp open(Caller caller, AppTarget target, Sessions.Started started) {
        var session = started.session();
        var app = new WebApp(session.id(), caller.arn(), session.nodeName(), target, clock.instant());
        try {
            var forward = forwards.forward(session.id(), started.clientToken(), () -> over(session.id()));
            byLabel.put(AppOrigins.label(session.id()), new Open(app, forward));
            return app;
        } catch (IOException e) {
            log.atError().addKeyValue("session", session.id()).setCause(e).log("web app not opened");
            sessions.terminate(caller, session.id());
            throw new SessionRefused(SessionRefused.Code.TARGET_NOT_CONNECTED, "The web app could not be opened.");
        }
    }

    private void over(SessionId session) {
        byLabel.remove(AppOrigins.label(session));
        keys.forget(session);
    }

    @Override
    public Optional<WebApp> find(Caller caller, SessionId session) {
        return at(AppOrigins.label(session))
                .map(Open::app)
                .filter(app -> app.session().equals(session) && app.owner().equals(caller.arn()));
    }

    @Override
    public URI link(WebApp app, URI console) {
        var origin = origins.origin(app.session(), console);
        return origin.resolve(ENTRANCE + "?ticket=" + keys.ticket(app.session()));
    }

    Optional<Open> at(String label) {
        return Optional.ofNullable(byLabel.get(label));
    }
}
