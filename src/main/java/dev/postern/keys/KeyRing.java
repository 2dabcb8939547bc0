package dev.postern.keys;

import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Versions of the master key, as sealed texts name them.
 *
 * @param current the version to seal with; among {@code versions}
 */
record KeyRing(int current, Map<Integer, SecretKey> versions) {
    KeyRing {
        versions = Map.copyOf(versions);
        if (!versions.containsKey(current)) throw new IllegalArgumentException("no key of version " + current);
    }

    static KeyRing of(int version, SecretKey key) {
        return new KeyRing(version, Map.of(version, key));
    }

    /** A ring that seals with a newer key and still opens what this one sealed. */
    KeyRing followedBy(SecretKey newer) {
        return new KeyRing(current + 1, Map.of(current, key(), current + 1, newer));
    }

    SecretKey key() {
        return find(current).orElseThrow();
    }

    Optional<SecretKey> find(int version) {
        return Optional.ofNullable(versions.get(version));
    }
}
