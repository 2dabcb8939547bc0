package dev.postern.keys;

import dev.postern.testing.Store;
import java.time.Clock;

/** The real signing keys, for tests of modules above them. */
public final class TestSigningKeys {
    private TestSigningKeys() {}

    public static SigningKeys in(Store store, Clock clock) {
        return new StoredSigningKeys(store.jdbc(), store.transactions(), TestSecrets.make(), _ -> {}, clock);
    }
}
