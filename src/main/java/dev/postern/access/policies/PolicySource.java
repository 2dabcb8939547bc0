package dev.postern.access.policies;

import dev.postern.policy.Policy;
import java.util.List;
import java.util.Optional;

/** A principal's policies, compiled. */
public interface PolicySource {
    /** Attached and inline: what may be, before anything takes away. */
    List<Policy> identity(Subject subject);

    /** Their boundary: what it does not allow, nothing else of theirs does. Empty for who has none; groups have none. */
    Optional<Policy> limit(Subject subject);
}
