package dev.postern.server;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.UIInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.postern.identity.Callers;
import java.util.Comparator;
import org.springframework.stereotype.Component;

/** One visitor may open the sign-in page as often as they like, and keeps the last few: each is a tree of components in memory. */
@Component
final class VisitorsPages implements VaadinServiceInitListener {
    /** The one in use and the one before it, which a reload leaves behind. A closed page's form still signs in. */
    static final int MOST = 2;

    private final Callers callers;

    VisitorsPages(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(this::opened);
    }

    private void opened(UIInitEvent event) {
        if (callers.current().isPresent()) return;
        var pages = event.getUI().getSession().getUIs().stream()
                .filter(ui -> !ui.isClosing())
                .sorted(Comparator.comparingInt(UI::getUIId))
                .toList();
        pages.stream().limit(Math.max(0, pages.size() - MOST)).forEach(UI::close);
    }
}
