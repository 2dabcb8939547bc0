package dev.postern.commands;

import dev.postern.identity.Account;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Moves a command on one node through its states: the trail first where it ends, then the table, then whoever listens. */
@Component
class InvocationLife {
    private static final Logger log = LoggerFactory.getLogger(InvocationLife.class);

    /** Enough that two nodes seldom wait for each other. */
    private static final int LOCKS = 64;

    private final InvocationRecords invocations;
    private final StepRecords steps;
    private final Trail trail;
    private final Account account;
    private final ApplicationEventPublisher events;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    InvocationLife(
            InvocationRecords invocations,
            StepRecords steps,
            Trail trail,
            Account account,
            ApplicationEventPublisher events,
            MeterRegistry meters,
            InstantSource clock) {
        this.invocations = invocations;
        this.steps = steps;
        this.trail = trail;
        this.account = account;
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /** Held by whoever looks at an invocation in order to change it. May be taken twice. */
    ReentrantLock lockOf(Invocation invocation) {
        var key = 31 * invocation.command().hashCode() + invocation.node().hashCode();
        return locks[Math.floorMod(key, LOCKS)];
    }

    /** Between states that are not the last. Nothing happens if it is over. */
    void move(Invocation invocation, InvocationStatus status) {
        if (invocations.move(invocation, status, invocation.trace(), clock.instant())) told(invocation.command());
    }

    /** For good. False if it was over already. */
    boolean end(Invocation seen, InvocationStatus status, String why) {
        var lock = lockOf(seen);
        lock.lock();
        try {
            var invocation = invocations.find(seen.command(), seen.node()).orElse(seen);
            if (invocation.status().over()) return false;
            trail.append(entry(invocation, status, why));
            if (!invocations.move(invocation, status, why, clock.instant())) return false;
        } finally {
            lock.unlock();
        }
        meters.counter(
                        "postern.commands.invocations.ended",
                        "status",
                        status.name().toLowerCase(Locale.ROOT))
                .increment();
        log.atInfo()
                .addKeyValue("command", seen.command())
                .addKeyValue("node", seen.node())
                .addKeyValue("status", status)
                .addKeyValue("why", why)
                .log("command ended on a node");
        told(seen.command());
        return true;
    }

    void told(CommandId command) {
        events.publishEvent(new CommandChanged(command));
    }

    private NewEntry entry(Invocation invocation, InvocationStatus status, String why) {
        var entry = NewEntry.of("CommandInvocationEnded", Actor.SYSTEM, Outcome.NOTED)
                .on(account.any("command/" + invocation.command()))
                .node(invocation.node().value())
                .with("command", invocation.command().value())
                .with("status", status.name());
        if (!why.isEmpty()) entry = entry.with("detail", CommandColumns.cut(why, 512));
        var codes = codes(invocation);
        return codes.isEmpty() ? entry : entry.with("codes", codes);
    }

    /** The exit status of each step that ran. */
    private String codes(Invocation invocation) {
        return steps.of(invocation.command(), invocation.node()).stream()
                .filter(step -> step.status().over())
                .flatMap(step -> Stream.of(step.name() + "=" + step.code()))
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }
}
