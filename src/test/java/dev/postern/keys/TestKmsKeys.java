package dev.postern.keys;

import dev.postern.testing.Store;
import java.time.Clock;

/** Real KMS keys of account 000000000000 in Region local, for tests of modules above. */
public final class TestKmsKeys {
    private final StoredKmsKeys stored;
    public final KmsCipher cipher;

    public TestKmsKeys(Store store, Clock clock) {
        stored = new StoredKmsKeys(
                store.jdbc(), store.transactions(), TestSecrets.make(), new KmsNames("000000000000", "local"), clock);
        cipher = new AesKmsCipher(stored);
    }

    public KmsKeys keys() {
        return stored;
    }
}
