package dev.postern.recording;

import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionSearch;
import dev.postern.session.Sessions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions that a test says there are; nobody starts or ends one here. */
final class KnownSessions implements Sessions {
    final Map<SessionId, Session> known = new HashMap<>();

    @Override
    public Optional<Session> find(SessionId id) {
        return Optional.ofNullable(known.get(id));
    }

    @Override
    public Outcome<Started> start(Caller caller, Start start) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<Optional<String>> resume(Caller caller, SessionId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome<SessionId> terminate(Caller caller, SessionId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Session> visibleTo(Caller caller, SessionSearch search, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<SessionId, Integer> waiting() {
        throw new UnsupportedOperationException();
    }
}
