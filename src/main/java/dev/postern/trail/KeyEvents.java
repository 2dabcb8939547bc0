package dev.postern.trail;

import dev.postern.keys.MasterKeyRotated;
import dev.postern.keys.SigningKeyMade;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down what the keys, which know nothing of a trail, tell. */
@Component
final class KeyEvents {
    private final Trail trail;

    KeyEvents(Trail trail) {
        this.trail = trail;
    }

    @EventListener
    void on(MasterKeyRotated rotated) {
        trail.append(NewEntry.of("RotateMasterKey", Actor.SYSTEM, Outcome.ALLOWED)
                .with("version", Integer.toString(rotated.version()))
                .with("secrets", Integer.toString(rotated.secrets())));
    }

    @EventListener
    void on(SigningKeyMade made) {
        trail.append(NewEntry.of("CreateSigningKey", Actor.SYSTEM, Outcome.NOTED)
                .with("version", Integer.toString(made.key().version()))
                .with("fingerprint", made.key().fingerprint()));
    }
}
