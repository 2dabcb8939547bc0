package dev.postern.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.StartQueue.Place;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartQueueTest {
    private final StartQueue queue = new StartQueue(3);

    @Test
    void asManyStartAsTheFleetTakesAndTheOthersWait() {
        assertThat(enter("a", "b", "c")).containsExactly(Place.STARTS, Place.STARTS, Place.WAITS);
        assertThat(queue.isStarting(id("b"))).isTrue();
        assertThat(queue.isStarting(id("c"))).isFalse();
        assertThat(queue.starting()).isEqualTo(2);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void whoCameFirstIsNext() {
        enter("a", "b", "c", "d");
        assertThat(queue.leave(id("b"))).containsExactly(id("c"));
        assertThat(queue.leave(id("c"))).containsExactly(id("d"));
        assertThat(queue.leave(id("d"))).isEmpty();
        assertThat(enter("e")).containsExactly(Place.STARTS);
    }

    @Test
    void eachKnowsHowManyAreBeforeIt() {
        enter("a", "b", "c", "d", "e");
        assertThat(queue.before()).containsOnlyKeys(id("c"), id("d"), id("e")).containsEntry(id("e"), 2);
        queue.leave(id("d"));
        assertThat(queue.before()).containsOnlyKeys(id("c"), id("e")).containsEntry(id("e"), 1);
    }

    @Test
    void whoStopsWaitingStartsNobody() {
        enter("a", "b", "c", "d");
        assertThat(queue.leave(id("c"))).isEmpty();
        assertThat(queue.leave(id("a"))).containsExactly(id("d"));
    }

    @Test
    void noMoreWaitThanMay() {
        enter("a", "b", "c", "d", "e");
        assertThat(enter("f")).containsExactly(Place.NONE);
        assertThat(queue.before()).hasSize(3).doesNotContainKey(id("f"));
        assertThat(queue.leave(id("f"))).isEmpty();
        queue.leave(id("a"));
        assertThat(enter("f")).containsExactly(Place.WAITS);
    }

    @Test
    void leavingTwiceFreesOnePlace() {
        enter("a", "b", "c", "d");
        assertThat(queue.leave(id("a"))).containsExactly(id("c"));
        assertThat(queue.leave(id("a"))).isEmpty();
        assertThat(queue.starting()).isEqualTo(2);
    }

    @Test
    void noFleetWaitsForAnother() {
        enter("a", "b", "c");
        assertThat(queue.enter(id("x"), "account", 1)).isEqualTo(Place.STARTS);
        assertThat(queue.enter(id("y"), "account", 1)).isEqualTo(Place.WAITS);
        assertThat(queue.before()).containsEntry(id("c"), 0).containsEntry(id("y"), 0);
        assertThat(queue.leave(id("a"))).containsExactly(id("c"));
        assertThat(queue.leave(id("x"))).containsExactly(id("y"));
    }

    @Test
    void aFleetThatTakesMoreThanBeforeStartsSeveralAtOnceInTheirOrder() {
        queue.enter(id("a"), "account", 1);
        queue.enter(id("b"), "account", 1);
        queue.enter(id("c"), "account", 1);
        assertThat(queue.enter(id("d"), "account", 3))
                .as("nobody overtakes those that wait")
                .isEqualTo(Place.WAITS);
        assertThat(queue.leave(id("a"))).containsExactly(id("b"), id("c"), id("d"));
    }

    private List<Place> enter(String... names) {
        return Stream.of(names).map(name -> queue.enter(id(name), "own", 2)).toList();
    }

    private static SessionId id(String name) {
        return new SessionId(name);
    }
}
