package dev.postern.console.policies;

import dev.postern.access.AccessRequest;
import dev.postern.access.PolicyChange;
import dev.postern.access.Replay;
import dev.postern.access.Replayed;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Refusal;
import dev.postern.identity.Caller;
import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Replays from the console: through the gate, and of those alone whom the viewer may simulate. */
@Component
class Replays {
    private static final String REPLAY = "postern:ReplayDecisions";

    private final Replay replay;
    private final Acquaintances acquaintances;
    private final Acting acting;

    Replays(Replay replay, Acquaintances acquaintances, Acting acting) {
        this.replay = replay;
        this.acquaintances = acquaintances;
        this.acting = acting;
    }

    boolean may(Caller caller, String policy) {
        return acting.may(caller, REPLAY, policy);
    }

    Optional<Refusal> whyNot(Caller caller, String policy) {
        return acting.whyNot(caller, REPLAY, policy);
    }

    boolean isPossible() {
        return replay.isPossible();
    }

    Optional<LocalDate> since() {
        return replay.since();
    }

    /** Empty when it was refused or a rule was broken, which the person has then been told. */
    Optional<Replayed> of(Caller caller, PolicyChange.OfManaged change, int days) {
        var request = AccessRequest.of(caller, REPLAY, change.arn()).with(Map.of("days", String.valueOf(days)));
        return acting.perform(
                request, () -> replay.of(change, Period.ofDays(days), who -> acquaintances.maySimulate(caller, who)));
    }
}
