package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.shared.Registration;
import dev.postern.inventory.NodeChanged;
import dev.postern.session.SessionChanged;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Tells open pages that nodes or sessions changed. Whoever publishes is never held up: one thread gathers what comes
 * close together and wakes each page once.
 */
@Service
public class Live {
    private static final Logger log = LoggerFactory.getLogger(Live.class);

    /** Changes this close together are one for the eye. */
    private static final Duration GATHER = Duration.ofMillis(150);

    private final Set<Runnable> pages = ConcurrentHashMap.newKeySet();
    private final Semaphore changes = new Semaphore(0);
    private final Thread bell = Thread.ofVirtual().name("console-live").start(this::ring);

    /** Runs {@code refresh} in the component's page at every change, as long as the component is on it. */
    public void follow(Component component, Runnable refresh) {
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

    @EventListener
    void on(NodeChanged change) {
        changes.release();
    }

    @EventListener
    void on(SessionChanged change) {
        changes.release();
    }

    private void ring() {
        try {
            while (true) {
                changes.acquire();
                Thread.sleep(GATHER);
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

    @PreDestroy
    void stop() {
        bell.interrupt();
    }
}
