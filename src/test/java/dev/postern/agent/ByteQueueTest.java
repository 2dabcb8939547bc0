package dev.postern.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ByteQueueTest {

    @Test
    void givesWhatHasGatheredInOnePiece() throws InterruptedException {
        var queue = new ByteQueue(16);
        queue.write("ab".getBytes(UTF_8), 0, 2);
        queue.write("xcdx".getBytes(UTF_8), 1, 2);
        var into = new byte[16];
        assertThat(new String(into, 0, queue.read(into), UTF_8)).isEqualTo("abcd");
    }

    @Test
    void letsTheRestBeReadAfterTheEnd() throws InterruptedException {
        var queue = new ByteQueue(4);
        queue.write(new byte[3], 0, 3);
        queue.finish();
        assertThat(queue.read(new byte[2])).isEqualTo(2);
        assertThat(queue.read(new byte[2])).isEqualTo(1);
        assertThat(queue.read(new byte[2])).isEqualTo(-1);
    }

    @Test
    void holdsTheWriterUntilThereIsRoomOrNobodyReads() throws Exception {
        var queue = new ByteQueue(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> queue.write(new byte[10], 0, 10));
            assertThat(queue.read(new byte[4])).isPositive();
            assertThat(writing.isDone()).isFalse();
            queue.abandon();
            assertThat(writing.get()).isFalse();
        }
    }

    @Test
    void losesNoByteBetweenTwoThreads() throws Exception {
        var bytes = new byte[1_000_000];
        new Random(3).nextBytes(bytes);
        var queue = new ByteQueue(777);
        var read = new ByteArrayOutputStream();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writing = threads.submit(() -> {
                for (int at = 0; at < bytes.length; at += 1000) queue.write(bytes, at, 1000);
                queue.finish();
                return true;
            });
            var into = new byte[512];
            for (int length = queue.read(into); length >= 0; length = queue.read(into)) read.write(into, 0, length);
            assertThat(writing.get()).isTrue();
        }
        assertThat(read.toByteArray()).isEqualTo(bytes);
    }
}
