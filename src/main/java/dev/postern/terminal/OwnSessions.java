package dev.postern.terminal;

import dev.postern.identity.Caller;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.Sessions;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may sit at a terminal: its owner and nobody else, administrators included. They can end a session, not type into it. */
@Component
class OwnSessions {
    private final Sessions sessions;

    OwnSessions(Sessions sessions) {
        this.sessions = sessions;
    }

    Optional<Session> find(Caller caller, SessionId id) {
        return sessions.find(id)
                .filter(session -> session.client() == Session.Client.BROWSER)
                .filter(session -> session.isOf(caller));
    }
}
