package dev.postern.agent;

import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.AgentJobReplyAck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What jobs have to say, on its way to the server. Of each job the newest reply alone matters, since it says all the older ones did. The last one is
 * sent over every connection, and now and then over the same, until it is acknowledged.
 */
final class JobReplies {

    /** As long as a server may take that writes replies of a whole fleet. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Consumer<String> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SequencedMap<String, Waiting> waiting = new LinkedHashMap<>();

    private static final class Waiting {
        final AgentJobReply reply;
        final boolean last;

        @Nullable UUID sentAs;

        @Nullable ChannelSocket sentOver;

        Instant sentAt = Instant.MIN;

        Waiting(AgentJobReply reply, boolean last) {
            this.reply = reply;
            this.last = last;
        }

        boolean isDue(ChannelSocket over, Instant now) {
            if (sentAs == null) return true;
            return last && (sentOver != over || !now.isBefore(sentAt.plus(AGAIN)));
        }
    }

    /** @param told hears of each job whose last reply the server has */
    JobReplies(InstantSource clock, Consumer<String> told) {
        this.clock = clock;
        this.told = told;
    }

    /**
     * Takes the place of an older reply of the job. Returns at once.
     *
     * @param last there will be no other
     */
    void put(String jobId, String content, boolean last) {
        lock.lock();
        try {
            var before = waiting.get(jobId);
            if (before != null && before.last) return;
            waiting.put(jobId, new Waiting(new AgentJobReply(jobId, AgentJob.SEND_COMMAND, content), last));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The server has the reply that was sent under this message id. */
    void acknowledged(AgentJobReplyAck ack) {
        Waiting heard;
        lock.lock();
        try {
            heard = waiting.get(ack.jobId());
            if (heard == null || !ack.acknowledgedMessageId().equals(heard.sentAs)) return;
            waiting.remove(ack.jobId());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (heard.last) told.accept(ack.jobId());
    }

    /** Whether every last reply was told, waiting for it so long. */
    boolean awaitTold(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.values().stream().anyMatch(each -> each.last)) {
                if (left <= 0) return false;
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Sends for ever; ends by interruption. */
    void run(Reports.Link link) {
        try {
            while (true) sendDue(link.awaitConnected());
        } catch (InterruptedException _) {
            // the agent stops
        }
    }

    /** Another reply, or a second in which there may be another connection: too early does no harm, it is looked at anew. */
    @SuppressWarnings("WaitNotInLoop")
    private void awaitChange() throws InterruptedException {
        var _ = changed.awaitNanos(LOOK.toNanos());
    }

    private void sendDue(ChannelSocket over) throws InterruptedException {
        var id = UUID.randomUUID();
        var now = clock.instant();
        Waiting due;
        lock.lockInterruptibly();
        try {
            due = waiting.values().stream()
                    .filter(each -> each.isDue(over, now))
                    .findFirst()
                    .orElse(null);
            if (due == null) {
                awaitChange();
                return;
            }
            due.sentAs = id;
            due.sentOver = over;
            due.sentAt = now;
        } finally {
            lock.unlock();
        }
        over.send(due.reply.toFrame(id, now));
    }
}
