package dev.postern.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredNodeCredentialsTest {
    private final Store store;
    private final HandClock clock = new HandClock();
    private final TestInventory inventory;
    private final NodeCredentials credentials;
    private final NodeId id;

    StoredNodeCredentialsTest(Database database) {
        store = database.fresh();
        inventory = new TestInventory(store, clock);
        credentials = inventory.credentials;
        id = inventory.node("");
    }

    @Test
    void aRoleTokenIsGoodForAnHour() {
        var token = credentials.issue(id);
        assertThat(token.node()).isEqualTo(id);
        assertThat(token.accessKeyId()).matches("PSIA[A-Z2-7]{16}");
        assertThat(token.secretAccessKey()).hasSize(40);
        assertThat(token.sessionToken()).hasSize(64);
        assertThat(token.expiresAt()).isEqualTo(HandClock.START.plus(Duration.ofHours(1)));
    }

    @Test
    void itIsFoundHereAndAfterARestart() {
        var token = credentials.issue(id);
        assertThat(credentials.find(token.accessKeyId())).contains(token);
        assertThat(new TestInventory(store, clock).credentials.find(token.accessKeyId()))
                .contains(token);
    }

    @Test
    void itIsStoredSealed() {
        var token = credentials.issue(id);
        assertThat(store.jdbc()
                        .sql("SELECT sealed FROM node_credential")
                        .query(String.class)
                        .single())
                .startsWith("1:")
                .doesNotContain(token.secretAccessKey(), token.sessionToken());
    }

    @Test
    void aKeyThatWasNeverIssuedIsNotFound() {
        assertThat(credentials.find("PSIAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(credentials.find("PKIA' OR 1=1 --")).isEmpty();
    }

    @Test
    void anExpiredOneIsStillKnownForAnHourAndThenPurged() {
        var token = credentials.issue(id);
        clock.forward(Duration.ofHours(1));
        credentials.issue(id);
        assertThat(new TestInventory(store, clock).credentials.find(token.accessKeyId()))
                .contains(token);
        clock.forward(Duration.ofHours(1).plusSeconds(1));
        credentials.issue(id);
        assertThat(new TestInventory(store, clock).credentials.find(token.accessKeyId()))
                .isEmpty();
    }

    @Test
    void anAgentThatAsksInALoopKeepsItsNewestEight() {
        List<String> issued = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            issued.add(credentials.issue(id).accessKeyId());
            clock.forward(Duration.ofSeconds(1));
        }
        assertThat(issued.subList(0, 2))
                .allSatisfy(key -> assertThat(credentials.find(key)).isEmpty());
        assertThat(issued.subList(2, 10))
                .allSatisfy(key -> assertThat(credentials.find(key)).isPresent());
    }

    @Test
    void aNodeThatIsGoneGetsNone() {
        inventory.nodes.deregister(id);
        assertThatThrownBy(() -> credentials.issue(id)).isNotNull();
    }
}
