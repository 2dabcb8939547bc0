package dev.postern.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The beginning of what a program writes to one of its outputs. The rest is read, so that the program goes on, and dropped, which the text says. */
final class CapturedOutput {

    /** The words people know from the stock agent's outputs. */
    static final String TRUNCATED = "\n---Output truncated---";

    /** How long output may still come from what the program left behind, once it has ended and its output is quiet. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final int PIECE = 8 * 1024;

    private final InputStream in;
    private final int most;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder kept = new StringBuilder();
    private boolean truncated;
    private volatile boolean waiting;

    private CapturedOutput(InputStream in, int most, String name) {
        this.in = in;
        this.most = most;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::read);
    }

    /** @param most characters of {@link #text}, the words about the rest included */
    static CapturedOutput of(InputStream in, int most, String name) {
        var output = new CapturedOutput(in, most, name);
        output.thread.start();
        return output;
    }

    /** What has come so far. */
    String text() {
        lock.lock();
        try {
            return truncated ? beginning(kept, most - TRUNCATED.length()) + TRUNCATED : kept.toString();
        } finally {
            lock.unlock();
        }
    }

    /** At most so many characters, and no half of one. */
    static String beginning(CharSequence text, int most) {
        if (text.length() <= most) return text.toString();
        int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.subSequence(0, end).toString();
    }

    /** Waits for the end of the output, or until nothing comes any more: a program may leave others behind that hold it open. */
    void awaitEnd() throws InterruptedException {
        boolean quiet = false;
        while (!thread.join(QUIET)) {
            if (quiet && waiting) return;
            quiet = waiting;
        }
    }

    void close() throws InterruptedException {
        try {
            in.close();
        } catch (IOException _) {
            // ended anyway
        }
        thread.join(CLOSE_PATIENCE);
    }

    private void read() {
        var piece = new char[PIECE];
        // what is not UTF-8 is shown as such
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            while (true) {
                waiting = true;
                int length = reader.read(piece);
                waiting = false;
                if (length < 0) return;
                keep(piece, length);
            }
        } catch (IOException _) {
            // closed, or the program is gone
        }
    }

    private void keep(char[] piece, int length) {
        lock.lock();
        try {
            int room = most - kept.length();
            kept.append(piece, 0, Math.min(room, length));
            if (length > room) truncated = true;
        } finally {
            lock.unlock();
        }
    }
}
