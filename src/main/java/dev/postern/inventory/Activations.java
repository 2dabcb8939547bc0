package dev.postern.inventory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Activations: how new nodes come in. */
public interface Activations {
    Duration DEFAULT_LIFE = Duration.ofHours(24);
    Duration LONGEST_LIFE = Duration.ofDays(30);
    int MOST_REGISTRATIONS = 1000;

    /**
     * What to make. IllegalArgumentException of {@link #create} names the broken rule.
     *
     * @param id what it will be called: known before it is made, so that the event that announces it names it
     * @param expiresAt null means {@link #DEFAULT_LIFE} from now
     */
    record Wanted(
            UUID id,
            String description,
            String defaultNodeName,
            String iamRole,
            int limit,
            @Nullable Instant expiresAt,
            Map<String, String> tags) {
        public Wanted(
                String description,
                String defaultNodeName,
                String iamRole,
                int limit,
                @Nullable Instant expiresAt,
                Map<String, String> tags) {
            this(UUID.randomUUID(), description, defaultNodeName, iamRole, limit, expiresAt, tags);
        }
    }

    /** @param code shown once; 20 characters or more, kept only as a hash */
    record Created(Activation activation, String code) {}

    Created create(Wanted wanted, String createdBy);

    List<Activation> all();

    /** False when there is none of that id. */
    boolean delete(String id);

    /** What RegisterManagedInstance brings. */
    record Registration(String activationId, String code, String fingerprint, byte[] subjectPublicKeyInfo) {}

    sealed interface Registered {
        record Accepted(NodeId node) implements Registered {}

        /** The same words for unknown, wrong, expired and used up go to the peer; {@code why} goes to log and trail. */
        record Refused(String why) implements Registered {}
    }

    /**
     * Takes one of the activation's places, atomically: two that want the last one do not both get it. Writes
     * RegisterManagedInstance to the trail, of refusals the first of a burst per address.
     *
     * @param address where the call came from
     */
    Registered register(Registration registration, @Nullable String address);

    default Registered register(Registration registration) {
        return register(registration, null);
    }
}
