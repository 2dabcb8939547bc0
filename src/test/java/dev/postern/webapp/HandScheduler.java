package dev.postern.webapp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/** A server's scheduler whose time a test moves: what is due after a second runs when it says so, and longer waits never end. */
final class HandScheduler extends AbstractLifeCycle implements Scheduler {
    private final List<Runnable> dueInASecond = new CopyOnWriteArrayList<>();

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit unit) {
        if (unit.toMillis(delay) <= Duration.ofSeconds(1).toMillis()) dueInASecond.add(task);
        return () -> dueInASecond.remove(task);
    }

    /** Whether anything was due. */
    boolean aSecondPasses() {
        var due = List.copyOf(dueInASecond);
        dueInASecond.removeAll(due);
        due.forEach(Runnable::run);
        return !due.isEmpty();
    }
}
