package dev.postern.webapp;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.session.SessionId;
import java.net.URI;
import java.util.Optional;

/** Opens web apps that nodes can reach. They are sessions: seen, ended and limited like any other. */
public interface WebApps {
    /**
     * Starts the port session, under the AWS-provided document for the target.
     *
     * @param reason as at {@link dev.postern.session.Sessions.Start}
     * @throws dev.postern.session.SessionRefused as {@link dev.postern.session.Sessions#start}
     */
    Outcome<WebApp> open(Caller caller, AppTarget target, String reason);

    /** The caller's own, while it is live. */
    Optional<WebApp> find(Caller caller, SessionId session);

    /**
     * A link into the app for its owner's browser: works once, within a minute, and gives that browser the app until its session ends.
     *
     * @param console where this browser sees the console: its scheme and port are the app's, too
     * @throws IllegalArgumentException when that browser cannot find apps, since {@code postern.apps.domain} is for its own machine only
     */
    URI link(WebApp app, URI console);
}
