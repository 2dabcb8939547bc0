package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import java.io.Serializable;

/** Short words at the edge of the page. */
public final class Notices {
    private static final int READ_MS = 4_000;
    private static final int READ_PROBLEM_MS = 9_000;

    private Notices() {}

    /** One at a time: what was done before is no news any more. */
    public static void done(String words) {
        var last = ComponentUtil.getData(UI.getCurrent(), Done.class);
        if (last != null) last.notification().close();
        var notice = Notification.show(words, READ_MS, Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.SUCCESS);
        ComponentUtil.setData(UI.getCurrent(), Done.class, new Done(notice));
    }

    private record Done(Notification notification) implements Serializable {}

    /** @param way out of it, for who takes it */
    public static void problem(String words, Component way) {
        var notice = new Notification();
        notice.add(new Div(new Span(words), new Div(way)));
        notice.setPosition(Notification.Position.BOTTOM_START);
        var close = new Button(Texts.text("close"), _ -> notice.close());
        close.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        notice.add(close);
        notice.addThemeVariants(NotificationVariant.ERROR);
        notice.setAssertive(true);
        notice.open();
    }

    public static void problem(String words) {
        var notice = Notification.show(words, READ_PROBLEM_MS, Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.ERROR);
        notice.setAssertive(true);
    }
}
