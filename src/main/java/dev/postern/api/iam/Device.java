package dev.postern.api.iam;

import dev.postern.identity.User;
import dev.postern.identity.passkeys.Passkey;
import java.time.Instant;
import java.util.Map;

/** One second factor of a user, under the number that AWS's clients call it by. */
sealed interface Device {
    User user();

    String serial();

    Instant enabledAt();

    /** For the trail: the same as the console says. */
    Map<String, String> facts();

    record Authenticator(User user, String serial, Instant enabledAt) implements Device {
        @Override
        public Map<String, String> facts() {
            return Map.of("device", "authenticator");
        }
    }

    record OfPasskey(User user, String serial, Passkey passkey) implements Device {
        @Override
        public Instant enabledAt() {
            return passkey.createdAt();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("device", "passkey", "name", passkey.name());
        }
    }
}
