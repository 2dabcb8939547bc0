package dev.postern.commands;

import dev.postern.commands.CommandRecords.Kept;
import dev.postern.commands.spi.JobDelivery;
import dev.postern.inventory.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whose turn it is. Goes round all commands under way: what may start is sent, what was not heard is sent again, what took too long ends. Goes by the
 * tables alone, so a restarted server goes on where it was.
 */
@Component
class Dispatch {
    private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

    /** A stock agent drops jobs without a word for some 3 s after it has started (protocol.md §2.4). */
    static final Duration AGAIN = Duration.ofSeconds(5);

    /** What a node may take besides the document's own times, and another time for delivery in which a job may queue at its agent. */
    static final Duration SLACK = Duration.ofMinutes(1);

    /** A node that asks for its jobs holds on for less than 20 s and asks again (protocol.md §1.5). */
    static final Duration POLLING = Duration.ofSeconds(40);

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMinutes(1);

    private final CommandRecords commands;
    private final InvocationRecords invocations;
    private final InvocationLife life;
    private final JobDelivery delivery;
    private final InstantSource clock;
    private final Semaphore wakes = new Semaphore(0);
    /** When a cancellation was last sent, by its job; {@link Instant#MAX} once it was heard. */
    private final Map<String, Instant> cancellations = new ConcurrentHashMap<>();
    /** When nodes without a channel last asked for their jobs. */
    private final Map<NodeId, Instant> polls = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    Dispatch(
            CommandRecords commands,
            InvocationRecords invocations,
            InvocationLife life,
            JobDelivery delivery,
            InstantSource clock) {
        this.commands = commands;
        this.invocations = invocations;
        this.life = life;
        this.delivery = delivery;
        this.clock = clock;
    }

    /** Something changed: go round soon. From any thread, at once. */
    void wake() {
        wakes.release();
    }

    /**
     * Goes round until it is stopped: at once when woken, every second while commands are under way. Not to be interrupted: H2 closes its files under
     * a thread that is.
     */
    void run() {
        stopped = false;
        var underWay = true;
        try {
            while (!stopped) {
                underWay = guardedRound();
                var _ = wakes.tryAcquire(underWay ? TICK.toMillis() : REST.toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped = true;
        wake();
    }

    /** A database that is away for a moment must not stop the rounds for ever. */
    private boolean guardedRound() {
        try {
            return round();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("commands not looked after");
            return true;
        }
    }

    /** Whether commands are under way. */
    synchronized boolean round() {
        // In this order: what fails in between still counts as running, and as an error, so nothing starts too early.
        var open = invocations.open();
        var live = commands.live();
        for (var kept : live) {
            try {
                new Turn(kept, open.getOrDefault(kept.id(), List.of())).take();
            } catch (RuntimeException e) {
                log.atError().addKeyValue("command", kept.id()).setCause(e).log("command not looked after");
            }
        }
        if (live.isEmpty()) cancellations.clear();
        polls.values().removeIf(polled -> !clock.instant().isBefore(polled.plus(POLLING)));
        return !live.isEmpty();
    }

    /** The node asks for its jobs: it can be told something, until it stops asking. */
    void polled(NodeId node) {
        polls.put(node, clock.instant());
        round();
    }

    /** By a channel of its own. */
    boolean isConnected(NodeId node) {
        return delivery.isConnected(node);
    }

    private boolean isReachable(NodeId node) {
        if (isConnected(node)) return true;
        var polled = polls.get(node);
        return polled != null && clock.instant().isBefore(polled.plus(POLLING));
    }

    /** Tells a node to stop what is over here. */
    void tellToStop(CommandId command, NodeId node) {
        delivery.send(node, Jobs.cancel(command, node));
    }

    /** A node has heard of the cancellation with this job id; other ids are none of ours. */
    void cancellationHeard(String jobId) {
        cancellations.computeIfPresent(jobId, (_, _) -> Instant.MAX);
    }

    /** One command's turn in a round. */
    private final class Turn {
        private final Kept kept;
        private final Command command;
        private final List<Invocation> open;
        private final Instant now = clock.instant();
        private boolean changed;

        Turn(Kept kept, List<Invocation> open) {
            this.kept = kept;
            this.command = kept.command();
            this.open = open;
        }

        void take() {
            for (var invocation : open) watch(invocation);
            if (command.tally().errors()
                    > command.mostErrors().of(command.tally().targets())) stopTheRest();
            else startMore();
            settle();
            if (changed) wake();
        }

        /** What was sent is heard, sent again, or given up. */
        private void watch(Invocation invocation) {
            switch (invocation.status()) {
                case DELAYED -> {
                    if (isOverdue(invocation)) endUndelivered(invocation);
                    else if (invocation.sentAt() != null) send(invocation);
                }
                case IN_PROGRESS -> {
                    if (invocation.deliveredAt() == null) watchDelivery(invocation);
                    else if (isTooLong(invocation)) {
                        end(
                                invocation,
                                InvocationStatus.EXECUTION_TIMED_OUT,
                                "The node has not said in time what became of it.");
                        tellToStop(command.id(), invocation.node());
                    }
                }
                case CANCELLING -> watchCancellation(invocation);
                case PENDING,
                        SUCCESS,
                        FAILED,
                        EXECUTION_TIMED_OUT,
                        DELIVERY_TIMED_OUT,
                        CANCELLED,
                        TERMINATED,
                        UNDELIVERABLE,
                        INVALID_PLATFORM -> {}
            }
        }

        private void watchDelivery(Invocation invocation) {
            if (isOverdue(invocation)) endUndelivered(invocation);
            else if (!isReachable(invocation.node())) {
                life.move(invocation, InvocationStatus.DELAYED);
                changed = true;
            } else if (isDue(invocation.sentAt())) send(invocation);
        }

        private void watchCancellation(Invocation invocation) {
            var reachable = isReachable(invocation.node());
            if (invocation.deliveredAt() == null && !reachable) {
                // it may have it all the same: then it is told to stop as soon as it says so
                end(invocation, InvocationStatus.CANCELLED, "");
            } else if (isTooLong(invocation)) {
                end(invocation, InvocationStatus.CANCELLED, "The node has not said what became of it.");
            } else if (reachable) {
                var job = Jobs.cancel(command.id(), invocation.node());
                if (isDue(cancellations.get(job.jobId())) && delivery.send(invocation.node(), job))
                    cancellations.put(job.jobId(), now);
            }
        }

        private void endUndelivered(Invocation invocation) {
            end(
                    invocation,
                    InvocationStatus.DELIVERY_TIMED_OUT,
                    "The node did not take it within " + command.deliverWithin().toSeconds() + " seconds.");
        }

        private void stopTheRest() {
            for (var invocation : open) {
                if (invocation.status().waiting() && !invocation.occupies())
                    end(
                            invocation,
                            InvocationStatus.TERMINATED,
                            "The command failed on more nodes than max-errors allows ("
                                    + command.mostErrors().text() + ").");
            }
        }

        private void startMore() {
            int atOnce = command.mostAtOnce().atOnce(command.tally().targets());
            int busy = (int) open.stream().filter(Invocation::occupies).count();
            for (var invocation : open) {
                if (busy >= atOnce) return;
                if (!invocation.status().waiting() || invocation.occupies()) continue;
                if (send(invocation)) busy++;
                else if (invocation.status() == InvocationStatus.PENDING) delay(invocation);
            }
        }

        private void delay(Invocation invocation) {
            invocations.turn(invocation, now);
            life.move(invocation, InvocationStatus.DELAYED);
            changed = true;
        }

        /**
         * Kept before it is sent: a server that is killed in between sends it again, and an answer finds it.
         *
         * @return false when the node is not there
         */
        private boolean send(Invocation seen) {
            if (!isReachable(seen.node())) return false;
            var lock = life.lockOf(seen);
            lock.lock();
            try {
                var invocation = invocations.find(seen.command(), seen.node()).orElse(seen);
                // cancelled, or over, since it was looked at
                if (invocation.status().over() || invocation.status() == InvocationStatus.CANCELLING) return true;
                invocations.sent(invocation, now);
                if (invocation.status() != InvocationStatus.IN_PROGRESS)
                    life.move(invocation, InvocationStatus.IN_PROGRESS);
            } finally {
                lock.unlock();
            }
            changed = true;
            delivery.send(seen.node(), Jobs.send(kept, seen.node()));
            return true;
        }

        private void end(Invocation invocation, InvocationStatus status, String why) {
            life.end(invocation, status, why);
            changed = true;
        }

        /** By what was seen: what this round changed is seen in the next, which follows at once. */
        private void settle() {
            var tally = command.tally();
            var cancelled = command.status() == CommandStatus.CANCELLING;
            var status = tally.allOver() ? tally.verdict(command.mostErrors(), cancelled) : underWay(tally);
            if (status == command.status() || !commands.move(command.id(), status, now)) return;
            life.told(command.id());
            if (status.over())
                log.atInfo()
                        .addKeyValue("command", command.id())
                        .addKeyValue("status", status)
                        .log("command ended");
        }

        private CommandStatus underWay(Tally tally) {
            if (command.status() == CommandStatus.CANCELLING) return CommandStatus.CANCELLING;
            int untouched = tally.count(InvocationStatus.PENDING) + tally.count(InvocationStatus.DELAYED);
            return untouched == tally.targets() ? CommandStatus.PENDING : CommandStatus.IN_PROGRESS;
        }

        private boolean isDue(@Nullable Instant last) {
            return last == null || !last.equals(Instant.MAX) && !now.isBefore(last.plus(AGAIN));
        }

        private boolean isOverdue(Invocation invocation) {
            var turn = invocation.turnAt();
            return turn != null && !now.isBefore(turn.plus(command.deliverWithin()));
        }

        private boolean isTooLong(Invocation invocation) {
            var since = invocation.deliveredAt() == null ? invocation.sentAt() : invocation.deliveredAt();
            return since != null
                    && !now.isBefore(since.plus(command.deliverWithin())
                            .plus(kept.runWithin())
                            .plus(SLACK));
        }
    }
}
