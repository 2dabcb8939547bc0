package dev.postern.api.operation;

import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
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
        if (gate.decide(request) instanceof Decision.Denied denied)
            throw ApiError.foreign(words(request.caller(), denied));
    }

    /** For lists: what one may not open is not in them. */
    public boolean may(AccessRequest request) {
        return gate.allows(request);
    }

    /** The result of a feature that passes the gate itself. */
    public static <T> T done(AccessRequest request, Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var denied) -> throw ApiError.denied(words(request.caller(), denied));
        };
    }

    /** Why not, as AWS words it, so that scripts and people find what they know. */
    public static String words(Caller caller, Decision.Denied denied) {
        return "User: " + caller.arn() + " is not authorized to perform: "
                + denied.leg().action() + " on resource: " + denied.leg().resource() + " because " + denied.reason();
    }
}
