package dev.postern.access;

import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** The organisation's policies, read from their files at the start; one that cannot be read stops it. */
@Component
final class GuardRails {
    private final List<List<Policy>> levels;

    GuardRails(AccessSettings settings) {
        var policies = settings.guardRails().stream().map(GuardRails::read).toList();
        levels = policies.isEmpty() ? List.of() : List.of(policies);
    }

    private static Policy read(Resource file) {
        try {
            return Policy.of(
                    PolicyKind.GUARD_RAIL,
                    String.valueOf(file.getFilename()),
                    file.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "postern.access.guard-rails names " + file + ", which is no policy that can be read: "
                            + e.getMessage(),
                    e);
        }
    }

    List<List<Policy>> levels() {
        return levels;
    }
}
