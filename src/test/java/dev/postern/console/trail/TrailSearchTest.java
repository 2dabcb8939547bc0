package dev.postern.console.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.console.trail.TrailSearch.Wanted;
import dev.postern.trail.Actor;
import dev.postern.trail.Entry;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrailSearchTest {
    private static final Actor MIRA = new Actor("arn:aws:iam::000000000000:user/mira", "mira", "10.0.0.7");

    @Test
    void withoutAWishThePagesFollowEachOtherToTheFirstEntry() {
        var search = new TrailSearch(trail(250, number -> noted("NodeConnected")));
        var first = search.before(Long.MAX_VALUE, Wanted.EVERYTHING);
        assertThat(first.entries()).hasSize(TrailSearch.PAGE).first().returns(250L, Entry::sequence);
        var second = search.before(first.next(), Wanted.EVERYTHING);
        assertThat(second.entries()).first().returns(150L, Entry::sequence);
        var last = search.before(second.next(), Wanted.EVERYTHING);
        assertThat(last.entries()).hasSize(50).last().returns(1L, Entry::sequence);
        assertThat(last.more()).isFalse();
    }

    @Test
    void everyWordMustOccurInWhatTheEntrySays() {
        var entry = entry(
                1,
                NewEntry.of("StartSession", MIRA, Outcome.DENIED)
                        .on("arn:aws:ssm:local:000000000000:managed-instance/mi-1")
                        .session("mira-1")
                        .with("because", "no policy"));
        for (var words : List.of("", "MIRA startsession", "mi-1", "10.0.0.7", "mira-1", "because=no", "policy 10.0")) {
            assertThat(new Wanted(words, Optional.empty()).matches(entry))
                    .as(words)
                    .isTrue();
        }
        assertThat(new Wanted("mira admin", Optional.empty()).matches(entry)).isFalse();
        assertThat(new Wanted("mira", Optional.of(Outcome.ALLOWED)).matches(entry))
                .isFalse();
        assertThat(new Wanted("mira", Optional.of(Outcome.DENIED)).matches(entry))
                .isTrue();
    }

    @Test
    void aNeedleFarBackIsFound() {
        var search = new TrailSearch(trail(5_000, number -> number == 3 ? denied() : noted("NodeConnected")));
        var found = search.before(Long.MAX_VALUE, new Wanted("", Optional.of(Outcome.DENIED)));
        assertThat(found.entries()).extracting(Entry::sequence).containsExactly(3L);
        assertThat(found.more()).isFalse();
    }

    @Test
    void aSearchStopsAfterSoManyEntriesAndSaysWhereToGoOn() {
        var search = new TrailSearch(
                trail(TrailSearch.MOST_READ + 500, number -> number == 3 ? denied() : noted("NodeConnected")));
        var wanted = new Wanted("StartSession", Optional.empty());
        var found = search.before(Long.MAX_VALUE, wanted);
        assertThat(found.entries()).isEmpty();
        assertThat(found.more()).isTrue();
        assertThat(found.next()).isEqualTo(501);
        assertThat(search.before(found.next(), wanted).entries())
                .extracting(Entry::sequence)
                .containsExactly(3L);
    }

    private static NewEntry noted(String action) {
        return NewEntry.of(action, Actor.SYSTEM, Outcome.NOTED);
    }

    private static NewEntry denied() {
        return NewEntry.of("StartSession", MIRA, Outcome.DENIED);
    }

    private static Entry entry(long number, NewEntry event) {
        return new Entry(number, new UUID(0, number), Instant.EPOCH.plusSeconds(number), event, "", "");
    }

    /** As many entries as the real one would take minutes to chain. */
    private static Trail trail(long entries, LongFunction<NewEntry> event) {
        return new Trail() {
            @Override
            public Entry append(NewEntry entry) {
                throw new UnsupportedOperationException("this trail is only read");
            }

            @Override
            public List<Entry> latest(long before, int limit) {
                var newest = Math.min(before - 1, entries);
                return LongStream.iterate(newest, number -> number > Math.max(0, newest - limit), number -> number - 1)
                        .mapToObj(number -> entry(number, event.apply(number)))
                        .toList();
            }

            @Override
            public Verification verify() {
                throw new UnsupportedOperationException("this trail is only read");
            }
        };
    }
}
