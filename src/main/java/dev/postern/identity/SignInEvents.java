package dev.postern.identity;

import dev.postern.trail.Actor;
import dev.postern.trail.Bursts;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells trail and metrics of sign-ins: each one that succeeds, and of failures the first of a burst. */
@Component
public final class SignInEvents {
    private static final String EVENT = "ConsoleLogin";
    private static final String STEP_UP = "StepUp";
    private static final String CHECK_PASSWORD = "CheckPassword";

    private final Trail trail;
    private final Users users;
    private final MeterRegistry meters;
    private final Bursts bursts;

    SignInEvents(Trail trail, Users users, MeterRegistry meters, Clock clock) {
        this.trail = trail;
        this.users = users;
        this.meters = meters;
        this.bursts = new Bursts(clock);
    }

    public void allowed(User user, String method, @Nullable String address) {
        allowed(user, method, address, Map.of());
    }

    /** @param facts what else is known of it */
    public void allowed(User user, String method, @Nullable String address, Map<String, String> facts) {
        var caller = users.callerFor(user, address);
        trail.append(NewEntry.of(EVENT, caller.actor(), Outcome.ALLOWED)
                .on(caller.arn())
                .with("method", method)
                .with(facts));
        users.signedIn(user.name());
        count("allowed");
    }

    /** @param account as typed; written down only when there is such a user, since people type passwords there too */
    public void denied(String account, String method, @Nullable String address, String why) {
        count("denied");
        var known = users.find(account);
        var subject = known.map(User::name).orElse("(unknown)");
        var burst = bursts.next(why + " " + subject.toLowerCase(Locale.ROOT) + " " + Network.of(address));
        if (burst.isPresent()) {
            var entry = NewEntry.of(EVENT, Actor.anonymous(address), Outcome.DENIED)
                    .on(known.map(user -> users.callerFor(user, address).arn()).orElse(""))
                    .with("account", subject)
                    .with("method", method)
                    .with("because", why);
            trail.append(burst.getAsLong() == 0 ? entry : entry.with("alsoLeftOut", Long.toString(burst.getAsLong())));
        }
    }

    /** Somebody who is signed in has proved themselves once more. */
    public void steppedUp(User user, @Nullable String address, Map<String, String> facts) {
        var caller = users.callerFor(user, address);
        trail.append(NewEntry.of(STEP_UP, caller.actor(), Outcome.ALLOWED)
                .on(caller.arn())
                .with(facts));
        countStepUp("allowed");
    }

    /** Only who is signed in gets as far as to be refused, so each is written. */
    public void notSteppedUp(@Nullable User user, @Nullable String address, String why) {
        var caller = user == null ? null : users.callerFor(user, address);
        trail.append(NewEntry.of(STEP_UP, caller == null ? Actor.anonymous(address) : caller.actor(), Outcome.DENIED)
                .on(caller == null ? "" : caller.arn())
                .with("because", why));
        countStepUp("denied");
    }

    /** Somebody who is signed in has typed their password once more: no sign-in, and it makes nobody surer who they are. */
    void passwordProven(Caller caller) {
        trail.append(
                NewEntry.of(CHECK_PASSWORD, caller.actor(), Outcome.ALLOWED).on(caller.arn()));
    }

    /** Each is written, as of {@link #notSteppedUp}. */
    void passwordNotProven(Caller caller, String why) {
        trail.append(NewEntry.of(CHECK_PASSWORD, caller.actor(), Outcome.DENIED)
                .on(caller.arn())
                .with("because", why));
    }

    private void countStepUp(String outcome) {
        meters.counter("postern.step-ups", "outcome", outcome).increment();
    }

    private void count(String outcome) {
        meters.counter("postern.sign-ins", "outcome", outcome).increment();
    }
}
