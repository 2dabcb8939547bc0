package dev.postern.identity.oidc;

import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells trail and metrics of step-ups. Only who is signed in gets as far as to be refused. */
@Component
final class StepUpEvents {
    private static final String EVENT = "StepUp";

    private final Trail trail;
    private final Users users;
    private final MeterRegistry meters;

    StepUpEvents(Trail trail, Users users, MeterRegistry meters) {
        this.trail = trail;
        this.users = users;
        this.meters = meters;
    }

    void allowed(User user, @Nullable String address, Map<String, String> facts) {
        var caller = users.callerFor(user, address);
        trail.append(NewEntry.of(EVENT, caller.actor(), Outcome.ALLOWED)
                .on(caller.arn())
                .with(facts));
        count("allowed");
    }

    ProviderRefused refused(@Nullable User user, @Nullable String address, String why) {
        var caller = user == null ? null : users.callerFor(user, address);
        var actor = caller == null ? Actor.anonymous(address) : caller.actor();
        trail.append(NewEntry.of(EVENT, actor, Outcome.DENIED)
                .on(caller == null ? "" : caller.arn())
                .with("because", why));
        count("denied");
        return new ProviderRefused(ProviderRefused.Reason.STEP_UP);
    }

    private void count(String outcome) {
        meters.counter("postern.step-ups", "outcome", outcome).increment();
    }
}
