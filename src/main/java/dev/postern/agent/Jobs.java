package dev.postern.agent;

import dev.postern.protocol.AgentJob;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.CancelCommand;
import dev.postern.protocol.Frame;
import dev.postern.protocol.ProtocolViolation;
import dev.postern.protocol.SendCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that run on this node: a few at a time, the others in the order they came. Each is run once, however often it is sent, and its end is
 * told, also by an agent that was stopped meanwhile.
 */
final class Jobs {

    static final int AT_ONCE = 5;

    /** How many may wait; beyond that the sender keeps them. */
    static final int MAX_WAITING = 100;

    /** How often somebody who looks on hears of new output. */
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final String STOPPED = "The agent was stopped while the command ran.";
    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    private final Job.Surroundings surroundings;
    private final String platformType;
    private final JobFiles files;
    private final JobReplies replies;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("job-", 0).factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Job> live = new HashMap<>();
    /** Of the live ones, those whose turn has not come. */
    private final Deque<String> waiting = new ArrayDeque<>();

    /** Cancelled before they came: the one message overtook the other. */
    private final Set<String> cancelledBefore = new HashSet<>();

    private boolean closed;

    Jobs(Job.Surroundings surroundings, String platformType, JobFiles files, JobReplies replies) {
        this.surroundings = surroundings;
        this.platformType = platformType;
        this.files = files;
        this.replies = replies;
    }

    /** What an agent before this one has left: ends that were not told, and jobs that ended with it. */
    void takeUp() {
        for (var kept : files.all()) {
            if (kept.told() || !isOurs(kept.jobId())) continue;
            if (kept.over()) {
                replies.put(kept.jobId(), kept.reply(), true);
                continue;
            }
            var lost = new Job(List.of(), "", surroundings);
            lost.finish(StepOutcome.FAILED, STOPPED + " What became of it is not known.");
            end(kept.jobId(), lost);
        }
    }

    /**
     * Takes a job, or says why not. Returns at once.
     *
     * @throws ProtocolViolation for a frame that has no job id to answer to
     */
    AgentJobAck take(Frame frame) {
        var job = AgentJob.parse(frame);
        try {
            if (!JobFiles.isUsable(job.commandId()) || !isOurs(job.jobId()))
                return refused(frame, job, AgentJobAck.MESSAGE_PARSE_ERROR, "This is not a job for this node.");
            if (job.isCancelCommand()) {
                cancel(CancelCommand.parse(job.content()));
                return AgentJobAck.of(frame, job.jobId(), AgentJobAck.SUCCESSFUL, "");
            }
            if (!job.isSendCommand())
                return refused(frame, job, AgentJobAck.UNEXPECTED_DOCUMENT_TYPE, "This agent sends and cancels.");
            return start(frame, job);
        } catch (ProtocolViolation broken) {
            return refused(frame, job, AgentJobAck.MESSAGE_PARSE_ERROR, String.valueOf(broken.getMessage()));
        } catch (TaskRefused refused) {
            return refused(frame, job, AgentJobAck.INVALID_DOCUMENT, refused.reason());
        } catch (UncheckedIOException failed) {
            log.atError().addKeyValue("job", job.jobId()).setCause(failed).log("job not taken");
            return refused(frame, job, AgentJobAck.CLOSED_PROCESSOR, String.valueOf(failed.getMessage()));
        }
    }

    private static AgentJobAck refused(Frame frame, AgentJob job, int code, String why) {
        log.atWarn()
                .addKeyValue("job", job.jobId())
                .addKeyValue("code", code)
                .addKeyValue("why", why)
                .log("job refused");
        return AgentJobAck.of(frame, job.jobId(), code, why);
    }

    private AgentJobAck start(Frame frame, AgentJob asked) throws TaskRefused {
        var id = asked.jobId();
        var command = SendCommand.parse(asked.content());
        var job = new Job(JobDocument.steps(command, platformType), note(command), surroundings);
        lock.lock();
        try {
            if (closed) return refused(frame, asked, AgentJobAck.CLOSED_PROCESSOR, "The agent stops.");
            if (live.containsKey(id) || files.knows(id))
                return AgentJobAck.of(frame, id, AgentJobAck.DUPLICATE_COMMAND, "This job is here already.");
            if (waiting.size() >= MAX_WAITING)
                return refused(frame, asked, AgentJobAck.PROCESSOR_BUFFER_FULL, MAX_WAITING + " jobs wait already.");
            files.accepted(id);
            live.put(id, job);
            if (cancelledBefore.remove(id)) threads.execute(() -> endUnrun(id, job));
            else if (live.size() - waiting.size() > AT_ONCE) waiting.add(id);
            else threads.execute(() -> run(id, job));
        } finally {
            lock.unlock();
        }
        log.atInfo()
                .addKeyValue("job", id)
                .addKeyValue("document", command.documentName())
                .log("job taken");
        return AgentJobAck.of(frame, id, AgentJobAck.SUCCESSFUL, "");
    }

    private static String note(SendCommand command) {
        return command.outputS3BucketName().isEmpty() && !command.cloudWatchOutputEnabled()
                ? ""
                : "This agent puts no outputs into S3 or CloudWatch: what is shown here is all there is.";
    }

    private void cancel(CancelCommand cancel) {
        var id = cancel.cancelMessageId();
        lock.lock();
        try {
            var job = live.get(id);
            if (job == null) remember(id);
            else if (waiting.remove(id)) threads.execute(() -> endUnrun(id, job));
            else job.cancel();
        } finally {
            lock.unlock();
        }
        log.atInfo().addKeyValue("job", id).log("job cancelled");
    }

    private void remember(String cancelled) {
        if (isOurs(cancelled) && !files.knows(cancelled) && cancelledBefore.size() < JobFiles.MAX_REMEMBERED)
            cancelledBefore.add(cancelled);
    }

    private void endUnrun(String id, Job job) {
        if (isClosed()) job.finish(StepOutcome.FAILED, STOPPED);
        else job.finish(StepOutcome.CANCELLED, "Cancelled before it ran.");
        end(id, job);
        startNext();
    }

    private void run(String id, Job job) {
        try {
            runInItsPlace(id, job);
        } catch (InterruptedException _) {
            job.finish(StepOutcome.FAILED, STOPPED);
        } catch (IOException | RuntimeException broken) {
            log.atError().addKeyValue("job", id).setCause(broken).log("job broke");
            job.finish(StepOutcome.FAILED, "The agent failed: " + broken.getMessage());
        }
        end(id, job);
        startNext();
    }

    private void startNext() {
        lock.lock();
        try {
            while (!closed && !waiting.isEmpty() && live.size() - waiting.size() < AT_ONCE) {
                var id = waiting.remove();
                var job = live.get(id);
                if (job != null) threads.execute(() -> run(id, job));
            }
        } finally {
            lock.unlock();
        }
    }

    private void runInItsPlace(String id, Job job) throws IOException, InterruptedException {
        var folder = files.folder(id);
        var onlooker = Thread.ofVirtual().name("job-progress").start(() -> tellProgress(id, job));
        try {
            job.run(folder);
        } finally {
            onlooker.interrupt();
            onlooker.join();
            files.clear(id);
        }
        if (isClosed() && job.status().equals(StepOutcome.CANCELLED)) job.finish(StepOutcome.FAILED, STOPPED);
    }

    private void tellProgress(String id, Job job) {
        var before = "";
        try {
            while (true) {
                var reply = job.reply();
                var now = timeless(reply);
                if (!now.equals(before)) replies.put(id, reply, false);
                before = now;
                Thread.sleep(PROGRESS);
            }
        } catch (InterruptedException _) {
            // it is over, or the agent stops
        }
    }

    /** Two replies that differ in the time of day alone say the same. */
    private static String timeless(String reply) {
        return reply.replaceFirst("\"dateTime\":\"[^\"]*\"", "");
    }

    private void end(String id, Job job) {
        var reply = job.reply();
        try {
            files.over(id, reply);
        } catch (UncheckedIOException failed) {
            log.atError().addKeyValue("job", id).setCause(failed).log("end of job not kept");
        }
        lock.lock();
        try {
            live.remove(id);
        } finally {
            lock.unlock();
        }
        log.atInfo().addKeyValue("job", id).addKeyValue("status", job.status()).log("job ended");
        replies.put(id, reply, true);
    }

    private boolean isOurs(String jobId) {
        return jobId.endsWith("." + surroundings.instanceId());
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Stops all jobs and waits for them, but not for long. */
    void close() throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            for (var id : waiting) {
                var job = live.get(id);
                if (job != null) threads.execute(() -> endUnrun(id, job));
            }
            live.values().forEach(Job::cancel);
        } finally {
            lock.unlock();
        }
        threads.shutdown();
        if (!threads.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) threads.shutdownNow();
    }
}
