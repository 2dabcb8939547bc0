package dev.postern.commands;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Lets the dispatch go round while the server runs, and forgets what is old. */
@Component
class CommandLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(CommandLifecycle.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Dispatch dispatch;
    private final CommandRecords commands;
    private final CommandSettings settings;
    private final InstantSource clock;
    private @Nullable Thread rounds;

    CommandLifecycle(Dispatch dispatch, CommandRecords commands, CommandSettings settings, InstantSource clock) {
        this.dispatch = dispatch;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (rounds == null) rounds = Thread.ofVirtual().name("commands").start(dispatch::run);
    }

    @Override
    public synchronized void stop() {
        if (rounds == null) return;
        dispatch.stop();
        try {
            rounds.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        rounds = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }

    @Scheduled(fixedDelayString = "PT1H")
    void sweep() {
        var forgotten = commands.forget(clock.instant().minus(settings.keep()));
        if (forgotten > 0) log.atInfo().addKeyValue("commands", forgotten).log("old commands forgotten");
    }
}
