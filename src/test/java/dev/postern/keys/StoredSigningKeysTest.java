package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;

@OnEveryDatabase
class StoredSigningKeysTest {
    private static final byte[] TEXT = {1, 2, 3};

    private final HandClock clock = new HandClock();
    private final List<Object> told = Collections.synchronizedList(new ArrayList<>());
    private final Store store;
    private final StoredSigningKeys keys;

    StoredSigningKeysTest(Database database) {
        store = database.fresh();
        keys = server(told::add);
    }

    @Test
    void theFirstKeyIsMadeAtFirstUseAndTold() throws Exception {
        assertThat(keys.all()).isEmpty();
        var signed = keys.sign(TEXT);
        assertThat(isProven(signed, TEXT)).isTrue();
        assertThat(isProven(signed, new byte[] {1, 2, 4})).isFalse();
        assertThat(signed.by().version()).isEqualTo(1);
        assertThat(signed.by().createdAt()).isEqualTo(HandClock.START);
        assertThat(fingerprints()).containsExactly(signed.by().fingerprint());
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        SigningKeyMade.class,
                        made -> assertThat(made.key().fingerprint())
                                .isEqualTo(signed.by().fingerprint()));
        assertThat(keys.sign(TEXT).signature()).as("Ed25519 is deterministic").isEqualTo(signed.signature());
        assertThat(told).hasSize(1);
    }

    @Test
    void serversThatStartAtOnceSignWithOneKey() throws Exception {
        var servers = IntStream.range(0, 4).mapToObj(_ -> server(told::add)).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var signed = threads.invokeAll(servers.stream()
                    .<Callable<SigningKeys.Signed>>map(server -> () -> server.sign(TEXT))
                    .toList());
            for (var each : signed)
                assertThat(each.get().by().fingerprint())
                        .isEqualTo(keys.sign(TEXT).by().fingerprint());
        }
        assertThat(keys.all()).hasSize(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void anotherKeyIsUsedByAllServersAndTheOldOneStaysListed() throws Exception {
        var other = server(told::add);
        var before = other.sign(TEXT);
        clock.forward(Duration.ofDays(1));
        var next = keys.rotate();
        assertThat(next.version()).isEqualTo(2);
        assertThat(other.sign(TEXT).by().fingerprint())
                .isEqualTo(next.fingerprint())
                .isNotEqualTo(before.by().fingerprint());
        assertThat(fingerprints())
                .containsExactly(next.fingerprint(), before.by().fingerprint());
        assertThat(isProven(before, TEXT)).isTrue();
        assertThat(store.jdbc()
                        .sql("SELECT id FROM signing_key_secret")
                        .query(String.class)
                        .list())
                .as("nobody can sign with the old one")
                .containsExactly("2");
    }

    @Test
    void aKeyThatCannotBeWrittenDownIsNotMade() {
        var mute = server(_ -> {
            throw new IllegalStateException("the trail is full");
        });
        assertThatThrownBy(() -> mute.sign(TEXT)).hasMessage("the trail is full");
        assertThat(keys.all()).isEmpty();
    }

    @Test
    void theSecretIsSealedWithTheMasterKey() {
        keys.sign(TEXT);
        var other = new StoredSigningKeys(
                store.jdbc(),
                store.transactions(),
                TestSecrets.sealedBy("another-master-key-0123456789abc"),
                told::add,
                clock);
        assertThatThrownBy(() -> other.sign(TEXT)).isInstanceOf(SealBroken.class);
        store.jdbc().sql("DELETE FROM signing_key_secret").update();
        assertThatThrownBy(() -> server(told::add).sign(TEXT)).hasMessage("the secret of signing key 1 is gone");
        assertThat(keys.rotate().version()).isEqualTo(2);
        assertThat(server(told::add).sign(TEXT).by().version()).isEqualTo(2);
    }

    private StoredSigningKeys server(ApplicationEventPublisher events) {
        return new StoredSigningKeys(store.jdbc(), store.transactions(), TestSecrets.make(), events, clock);
    }

    private List<String> fingerprints() {
        return keys.all().stream().map(SigningKey::fingerprint).toList();
    }

    private static boolean isProven(SigningKeys.Signed signed, byte[] text) throws GeneralSecurityException {
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(signed.by().publicKey())));
        verifier.update(text);
        return verifier.verify(signed.signature());
    }
}
