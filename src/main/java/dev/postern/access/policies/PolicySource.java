package dev.postern.access.policies;

import dev.postern.policy.Policy;
import java.util.List;
import java.util.Optional;

/** A principal's policies, compiled. */
public interface PolicySource {
    /** Attached and inline: what may be, before anything takes away. */
    List<Policy> identity(Subject subject);

    Optional<Policy> limit(Subject subject);
}
