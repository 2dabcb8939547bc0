package dev.postern.recording;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.RecordingRefused.Code;
import dev.postern.session.SessionId;
import dev.postern.session.SessionLegs;
import dev.postern.session.Sessions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Recordings behind the gate. */
@Component
class GatedRecordings implements Recordings {
    private static final String VIEW = "postern:ViewRecording";
    private static final String EXPORT = "postern:ExportRecording";

    private final RecordingRecords records;
    private final Reading reading;
    private final Openings openings;
    private final Sessions sessions;
    private final SessionLegs legs;
    private final Gate gate;
    private final Account account;

    GatedRecordings(
            RecordingRecords records,
            Reading reading,
            Openings openings,
            Sessions sessions,
            SessionLegs legs,
            Gate gate,
            Account account) {
        this.records = records;
        this.reading = reading;
        this.openings = openings;
        this.sessions = sessions;
        this.legs = legs;
        this.gate = gate;
        this.account = account;
    }

    @Override
    public Optional<Recording> find(SessionId session) {
        return records.find(session).map(Kept::recording);
    }

    @Override
    public List<Recording> find(Collection<SessionId> sessions) {
        return records.find(sessions).stream().map(Kept::recording).toList();
    }

    @Override
    public Outcome<RecordingIndex> index(Caller caller, SessionId session) {
        return view(caller, session, reading::index);
    }

    @Override
    public Outcome<byte[]> segment(Caller caller, SessionId session, int number) {
        return view(caller, session, kept -> reading.segment(kept, number));
    }

    /** The first look writes the event; those that follow it are decided as well. */
    private <T> Outcome<T> view(Caller caller, SessionId session, Function<Kept, T> sight) {
        var request = request(caller, VIEW, session);
        if (openings.isOpen(caller, session) && gate.allows(request))
            return new Outcome.Done<>(sight.apply(playable(session)));
        return gate.perform(request, () -> {
            var seen = sight.apply(playable(session));
            openings.opened(caller, session);
            return seen;
        });
    }

    @Override
    public Outcome<SealedRecording> export(Caller caller, SessionId session) {
        return gate.perform(request(caller, EXPORT, session), () -> reading.sealed(playable(session)));
    }

    private AccessRequest request(Caller caller, String action, SessionId id) {
        var session = sessions.find(id);
        var request = AccessRequest.of(
                        caller,
                        session.map(found -> legs.of(action, found))
                                .orElseGet(() -> Leg.of(action, account.session(id.value()))))
                .session(id.value());
        var facts = records.find(id)
                .map(kept ->
                        Map.of("sessionNumber", Long.toString(kept.recording().number())))
                .orElse(Map.of());
        return session.map(found -> request.node(found.node().value()))
                .orElse(request)
                .with(facts);
    }

    private Kept playable(SessionId session) {
        var kept = records.find(session)
                .orElseThrow(() ->
                        new RecordingRefused(Code.NOT_FOUND, "There is no recording of a session " + session + "."));
        if (kept.recording().playable()) return kept;
        throw new RecordingRefused(
                Code.NOTHING_KEPT,
                switch (kept.state()) {
                    case MISSING -> "The session left no recording.";
                    case UNRECORDED -> "Only node and client could read the session: it was not recorded.";
                    case EXPIRED -> "The recording was kept for as long as it had to be, and deleted.";
                    case LIVE, COMPLETE, TRUNCATED -> throw new IllegalStateException("playable: " + kept.state());
                });
    }
}
