package dev.postern.e2e;

import dev.postern.e2e.Departure.Also;
import dev.postern.e2e.Departure.Answered;
import dev.postern.e2e.Departure.Before;
import dev.postern.e2e.Departure.ByNodeThatIsGone;
import dev.postern.e2e.Departure.Event;
import dev.postern.e2e.Departure.Instead;
import dev.postern.e2e.Departure.Otherwise;
import dev.postern.e2e.Departure.Skipped;
import dev.postern.e2e.Departure.Told;
import dev.postern.e2e.Transcript.End;
import dev.postern.protocol.MessageType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one replay may do otherwise than its recording, by the record. */
record Departures(List<Departure> all) {
    static final Departures NONE = new Departures(List.of());

    private <D extends Departure> Stream<D> of(Class<D> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast);
    }

    List<Event> before(int n) {
        return of(Before.class)
                .filter(before -> before.n() == n)
                .map(Before::event)
                .toList();
    }

    boolean at(int n, Instead instead) {
        return of(Otherwise.class)
                .anyMatch(otherwise -> otherwise.from() <= n && n <= otherwise.to() && otherwise.instead() == instead);
    }

    Optional<Answered> answered(int n) {
        return of(Answered.class).filter(answered -> answered.n() == n).findFirst();
    }

    boolean isByNodeThatIsGone(int n) {
        return of(ByNodeThatIsGone.class).anyMatch(gone -> gone.n() == n);
    }

    /** Whether a task may tell the agent otherwise at that path. */
    boolean told(String path) {
        return of(Told.class).anyMatch(told -> path.equals(told.path()));
    }

    int skipped() {
        return of(Skipped.class).mapToInt(Skipped::records).sum();
    }

    /** How often that end may hear such a frame although the recorded one did not. */
    int also(End end, MessageType type) {
        return of(Also.class)
                .filter(also -> also.end() == end && also.type().equals(type))
                .mapToInt(Also::times)
                .sum();
    }
}
