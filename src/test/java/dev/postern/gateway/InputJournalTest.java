package dev.postern.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.testing.HandClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputJournalTest {
    @TempDir
    Path folder;

    private final FullableDisk disk = new FullableDisk();

    @Test
    void keepsWhatIsNotAcknowledgedWithWhoTypedIt() throws IOException {
        var first = key(0, "a");
        var second = key(1, "b");
        var journal = open();
        journal.offered(first, "tab", 1);
        journal.offered(second, "tab", 2);
        journal.acknowledged(0);

        var again = open();
        assertThat(again.unacknowledged()).containsExactly(second);
        assertThat(again.nextSequence()).isEqualTo(2);
        assertThat(again.typed("tab")).isEqualTo(new InputJournal.Typed(2, 1));
        assertThat(again.typed("other")).isEqualTo(new InputJournal.Typed(0, 0));
    }

    @Test
    void acceptsOnlyWhatLiesBeforeTheOldestThatWaits() throws IOException {
        var journal = open();
        for (var i = 0; i < 3; i++) journal.offered(key(i, "x"), "tab", i + 1);
        journal.acknowledged(2);
        journal.acknowledged(1);
        assertThat(journal.typed("tab").accepted()).isZero();
        journal.acknowledged(0);
        assertThat(journal.typed("tab").accepted()).isEqualTo(3);
    }

    @Test
    void staysSmallHoweverMuchIsTyped() throws IOException {
        var journal = open();
        var line = "x".repeat(1000);
        for (var i = 0; i < 5000; i++) {
            journal.offered(key(i, line), "tab", 1000L * (i + 1));
            if (i > 0) journal.acknowledged(i - 1);
        }
        assertThat(Files.size(folder.resolve("input"))).isLessThan(InputJournal.REWRITE_AT + 2000L);
        var again = open();
        assertThat(again.nextSequence()).isEqualTo(5000);
        assertThat(again.typed("tab")).isEqualTo(new InputJournal.Typed(5_000_000, 4_999_000));
        assertThat(again.unacknowledged()).hasSize(1);
    }

    @Test
    void keepsTheOffsetsWhenLaterKeysWereAcknowledgedFirst() throws IOException {
        var journal = open();
        journal.offered(key(0, "a"), "tab", 1);
        journal.offered(key(1, "x".repeat(60_000)), "tab", 60_001);
        journal.acknowledged(1);
        for (var i = 2; i < 40; i++) {
            journal.offered(key(i, "x".repeat(60_000)), "other", 60_000L * (i - 1));
            journal.acknowledged(i);
        }
        assertThat(open().typed("tab")).isEqualTo(new InputJournal.Typed(60_001, 0));
    }

    @Test
    void forgetsTheTabThatTypedLongestAgo() throws IOException {
        var journal = open();
        for (var i = 0; i <= InputJournal.MOST_CLIENTS; i++) {
            journal.offered(key(i, "x"), "tab " + i, 1);
            journal.acknowledged(i);
        }
        assertThat(journal.typed("tab 0").received()).isZero();
        assertThat(journal.typed("tab 1").received()).isEqualTo(1);
    }

    @Test
    void dropsATornRecordAndGoesOn() throws IOException {
        var journal = open();
        journal.offered(key(0, "a"), "tab", 1);
        var whole = Files.size(folder.resolve("input"));
        journal.offered(key(1, "b"), "tab", 2);
        try (var channel = Files.newByteChannel(folder.resolve("input"), StandardOpenOption.WRITE)) {
            channel.truncate(whole + 11);
        }
        var again = open();
        assertThat(again.nextSequence()).isEqualTo(1);
        assertThat(again.typed("tab").received()).isEqualTo(1);
        again.offered(key(1, "b"), "tab", 2);
        assertThat(open().nextSequence()).isEqualTo(2);
    }

    @Test
    void hasNotChangedWhenTheDiskIsFull() throws IOException {
        var journal = open();
        disk.takes(5);
        assertThatThrownBy(() -> journal.offered(key(0, "a"), "tab", 1)).isInstanceOf(IOException.class);
        assertThat(journal.nextSequence()).isZero();
        assertThat(journal.typed("tab").received()).isZero();
    }

    private InputJournal open() throws IOException {
        return InputJournal.open(folder, disk);
    }

    private static Frame key(long sequence, String text) {
        return Frame.of(
                MessageType.INPUT_STREAM_DATA,
                PayloadType.OUTPUT,
                sequence,
                0,
                UUID.randomUUID(),
                HandClock.START,
                TestGateway.keys(text));
    }
}
