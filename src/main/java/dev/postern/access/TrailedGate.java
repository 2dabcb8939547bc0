package dev.postern.access;

import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Trail;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The gate: decision, event, effect, in this order. The witness is told on the way, and holds nothing up. */
@Component
final class TrailedGate implements Gate {
    private static final int LONGEST_FAILURE = 256;

    private final Decisions decisions;
    private final Trail trail;
    private final Witness witness;

    TrailedGate(Decisions decisions, Trail trail, Witness witness) {
        this.decisions = decisions;
        this.trail = trail;
        this.witness = witness;
    }

    @Override
    public <T> Outcome<T> perform(AccessRequest request, Supplier<T> effect) {
        return perform(request, (Entry _) -> effect.get());
    }

    @Override
    public <T> Outcome<T> perform(AccessRequest request, Function<Entry, T> effect) {
        var asked = decisions.known(request);
        var decision = decisions.decide(asked);
        var entry = trail.append(event(request, outcomeOf(decision)).with("because", decision.because()));
        witness.decided(asked, decision);
        return switch (decision) {
            case Decision.Allowed _ -> new Outcome.Done<>(act(request, entry, effect));
            case Decision.Denied denied -> new Outcome.Refused<>(denied);
        };
    }

    private <T> T act(AccessRequest request, Entry announced, Function<Entry, T> effect) {
        try {
            return effect.apply(announced);
        } catch (RuntimeException | Error e) {
            try {
                trail.append(event(request, dev.postern.trail.Outcome.FAILED)
                        .follows(announced.id())
                        .with("failure", failure(e)));
            } catch (RuntimeException unwritten) {
                e.addSuppressed(unwritten);
            }
            throw e;
        }
    }

    @Override
    public Decision decide(AccessRequest request) {
        // which statement allows is for the trail: most questions are asked for buttons and lists, and are answered by
        // yes
        return decisions.allows(request) ? new Decision.Allowed("allowed") : decisions.decide(request);
    }

    @Override
    public boolean allows(AccessRequest request) {
        return decisions.allows(request);
    }

    /** The trail names events as CloudTrail does, without the service: ssm:StartSession is StartSession. */
    private static NewEntry event(AccessRequest request, dev.postern.trail.Outcome outcome) {
        var action = request.action();
        return NewEntry.of(
                        action.substring(action.indexOf(':') + 1),
                        request.caller().actor(),
                        outcome)
                .on(request.resource())
                .node(request.node())
                .session(request.session())
                .with(request.details())
                .with(request.caller().facts())
                .with("permission", action);
    }

    private static dev.postern.trail.Outcome outcomeOf(Decision decision) {
        return decision.allowed() ? dev.postern.trail.Outcome.ALLOWED : dev.postern.trail.Outcome.DENIED;
    }

    private static String failure(Throwable e) {
        var text = e.getClass().getSimpleName() + ": " + e.getMessage();
        return text.length() > LONGEST_FAILURE ? text.substring(0, LONGEST_FAILURE) : text;
    }
}
