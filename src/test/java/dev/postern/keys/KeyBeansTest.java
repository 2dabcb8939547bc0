package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class KeyBeansTest {
    private final Store store;

    KeyBeansTest(Database database) {
        store = database.fresh();
    }

    @Test
    void theMasterKeyThatWroteTheDatabaseOpensItAgain() {
        KeyBeans.prove(TestSecrets.make(), store.jdbc());
        assertThatCode(() -> KeyBeans.prove(TestSecrets.make(), store.jdbc())).doesNotThrowAnyException();
    }

    @Test
    void anotherMasterKeyIsRefusedAtTheStartByTheNameOfTheSetting() {
        KeyBeans.prove(TestSecrets.make(), store.jdbc());
        var others = TestSecrets.sealedBy("another-key-that-is-not-real----");
        assertThatThrownBy(() -> KeyBeans.prove(others, store.jdbc()))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining("postern.master-key")
                .hasMessageContaining("master.key");
    }
}
