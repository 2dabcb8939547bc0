package dev.postern.trail;

import dev.postern.keys.MasterKeyRotated;
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
}
