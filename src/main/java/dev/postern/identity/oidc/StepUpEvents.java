package dev.postern.identity.oidc;

import dev.postern.identity.SignInEvents;
import dev.postern.identity.User;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells of step-ups by the provider. */
@Component
final class StepUpEvents {
    private final SignInEvents events;

    StepUpEvents(SignInEvents events) {
        this.events = events;
    }

    void allowed(User user, @Nullable String address, Map<String, String> facts) {
        events.steppedUp(user, address, facts);
    }

    ProviderRefused refused(@Nullable User user, @Nullable String address, String why) {
        events.notSteppedUp(user, address, why);
        return new ProviderRefused(ProviderRefused.Reason.STEP_UP);
    }
}
