package dev.postern.api.operation;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Outcome;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The gate in the words of this face: what it refuses is an AccessDeniedException with the reason. */
@Component
public final class Permission {
    private final Gate gate;

    Permission(Gate gate) {
        this.gate = gate;
    }

    /** Decides, writes the event, acts. */
    public <T> T perform(AccessRequest request, Supplier<T> effect) {
        return done(request, gate.perform(request, effect));
    }

    /** The same for an effect that gives nothing back. */
    public void perform(AccessRequest request, Runnable effect) {
        perform(request, () -> {
            effect.run();
            return request;
        });
    }

    /** For plain reads, which write no event; being refused one is sampled into the trail. */
    public void toRead(AccessRequest request) {
        if (gate.decide(request) instanceof Decision.Denied(var because))
            throw ApiError.foreign(words(request, because));
    }

    /** For lists: what one may not open is not in them. */
    public boolean may(AccessRequest request) {
        return gate.decide(request).allowed();
    }

    /** The result of a feature that passes the gate itself. */
    public static <T> T done(AccessRequest request, Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var decision) -> throw ApiError.denied(words(request, decision.because()));
        };
    }

    /** As AWS words it, so that scripts and people find what they know. */
    private static String words(AccessRequest request, String because) {
        return "User: " + request.caller().arn() + " is not authorized to perform: " + request.action()
                + " on resource: " + request.resource() + " because " + reason(request, because);
    }

    /** The decision's own sentence begins with who may not do what: that has been said. */
    private static String reason(AccessRequest request, String because) {
        var said = " may not " + request.action() + " on " + request.resource() + ": ";
        var at = because.indexOf(said);
        return at < 0 ? because : because.substring(at + said.length());
    }
}
