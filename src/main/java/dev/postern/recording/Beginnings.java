package dev.postern.recording;

import dev.postern.identity.Account;
import dev.postern.recording.RecordingRecords.Kept;
import dev.postern.recording.storage.Storage;
import dev.postern.session.Session;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives each session its number and its row, and its recording a key. */
@Component
class Beginnings {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RecordingRecords records;
    private final RecordingKeys keys;
    private final Storage storage;
    private final Trail trail;
    private final Account account;
    private final TransactionTemplate alone;
    // Threads of one server queue here and not in the database, whose lock waits time out (H2: 2 s) under a burst.
    private final ReentrantLock turn = new ReentrantLock(true);

    Beginnings(
            RecordingRecords records,
            RecordingKeys keys,
            Storage storage,
            Trail trail,
            Account account,
            PlatformTransactionManager transactions) {
        this.records = records;
        this.keys = keys;
        this.storage = storage;
        this.trail = trail;
        this.account = account;
        this.alone = new TransactionTemplate(transactions);
        this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Does nothing for a session that has been begun. */
    void begin(Session session) {
        if (records.find(session.id()).isEmpty()) number(session).ifPresent(number -> tell(session, number));
    }

    /** Empty where somebody was quicker. */
    private Optional<Long> number(Session session) {
        turn.lock();
        try {
            return Objects.requireNonNull(alone.execute(attempt -> {
                var number = records.nextNumber();
                if (records.find(session.id()).isPresent()) {
                    attempt.setRollbackOnly();
                    return Optional.<Long>empty();
                }
                records.add(new Kept(fresh(session, number), folder(session), storage.destination(), false));
                if (!session.unrecorded()) keys.make(session.id());
                return Optional.of(number);
            }));
        } finally {
            turn.unlock();
        }
    }

    /** At once, and not with the recording: else the number of a session that still goes on would look like one that is missing. */
    private void tell(Session session, long number) {
        var entry = NewEntry.of(
                        session.unrecorded() ? "SessionUnrecorded" : "RecordingStarted", Actor.SYSTEM, Outcome.NOTED)
                .on(account.session(session.id().value()))
                .node(session.node().value())
                .session(session.id().value())
                .with("sessionNumber", Long.toString(number));
        trail.append(session.unrecorded() ? entry.with("unrecorded", "encrypted") : entry);
    }

    private static Recording fresh(Session session, long number) {
        return new Recording(
                session.id(),
                number,
                session.unrecorded() ? RecordingState.UNRECORDED : RecordingState.LIVE,
                session.requestedAt(),
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "",
                null);
    }

    private static String folder(Session session) {
        var name = session.id().value();
        // a leading dot would hide it, or lead elsewhere
        return DAY.format(session.requestedAt()) + "/" + (name.startsWith(".") ? "_" + name : name);
    }
}
