package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.shared.Registration;
import dev.postern.access.DecisionsChanged;
import dev.postern.commands.CommandChanged;
import dev.postern.inventory.NodeChanged;
import dev.postern.recording.RecordingChanged;
import dev.postern.session.SessionChanged;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Tells open pages that what they show changed: nodes and sessions, or commands. Whoever publishes is never held up: a thread for each of
 * the two gathers what comes close together and wakes each page once.
 */
@Service
public class Live {
    private static final Logger log = LoggerFactory.getLogger(Live.class);

    /** Without any change pages are woken all the same: "5 minutes ago" grows old too. */
    private static final Duration TICK = Duration.ofMinutes(1);

    private final Bell fleet = new Bell("console-live", Duration.ofMillis(150));
    /** One on a thousand nodes says a thousand things a second, and each page reads them all. */
    private final Bell commands = new Bell("console-live-commands", Duration.ofMillis(300));

    /** Runs {@code refresh} in the component's page at every change of nodes or sessions, as long as the component is on it. */
    public void follow(Component component, Runnable refresh) {
        fleet.follow(component, refresh);
    }

    /** The same for commands and what comes of them. */
    public void followCommands(Component component, Runnable refresh) {
        commands.follow(component, refresh);
    }

    @EventListener
    void on(NodeChanged change) {
        fleet.changes.release();
    }

    @EventListener
    void on(SessionChanged change) {
        fleet.changes.release();
    }

    @EventListener
    void on(RecordingChanged change) {
        fleet.changes.release();
    }

    /** What one may see and do is part of what a page shows. */
    @EventListener
    void on(DecisionsChanged change) {
        fleet.changes.release();
        commands.changes.release();
    }

    @EventListener
    void on(CommandChanged change) {
        commands.changes.release();
    }

    @PreDestroy
    void stop() {
        fleet.thread.interrupt();
        commands.thread.interrupt();
    }

    /** Wakes the pages that follow it. */
    private static final class Bell {
        /** Changes this close together are one for the eye. */
        private final Duration gather;

        private final Set<Runnable> pages = ConcurrentHashMap.newKeySet();
        private final Semaphore changes = new Semaphore(0);
        private final Thread thread;

        Bell(String name, Duration gather) {
            this.gather = gather;
            this.thread = Thread.ofVirtual().name(name).start(this::ring);
        }

        void follow(Component component, Runnable refresh) {
            component.addAttachListener(attached -> {
                var ui = attached.getUI();
                Runnable page = () -> {
                    var _ = ui.access(refresh::run);
                };
                pages.add(page);
                var gone = new Registration[1];
                gone[0] = component.addDetachListener(_ -> {
                    pages.remove(page);
                    gone[0].remove();
                });
            });
        }

        private void ring() {
            try {
                while (true) {
                    if (changes.tryAcquire(TICK.toSeconds(), TimeUnit.SECONDS)) Thread.sleep(gather);
                    changes.drainPermits();
                    for (var page : pages) wake(page);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void wake(Runnable page) {
            try {
                page.run();
            } catch (RuntimeException e) {
                // a page that is just closing (UIDetachedException): it never asks again
                pages.remove(page);
                log.atDebug().setCause(e).log("page gone");
            }
        }
    }
}
