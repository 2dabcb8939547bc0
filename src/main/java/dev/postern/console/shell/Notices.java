package dev.postern.console.shell;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;

/** Short words at the edge of the page. */
public final class Notices {
    private static final int READ_MS = 4_000;
    private static final int READ_PROBLEM_MS = 9_000;

    private Notices() {}

    public static void done(String words) {
        Notification.show(words, READ_MS, Notification.Position.BOTTOM_START)
                .addThemeVariants(NotificationVariant.SUCCESS);
    }

    public static void problem(String words) {
        var notice = Notification.show(words, READ_PROBLEM_MS, Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.ERROR);
        notice.setAssertive(true);
    }
}
