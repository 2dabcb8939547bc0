package dev.postern.console.sessions;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import org.springframework.stereotype.Component;

/** Has {@link TerminalPage} asked at every page. */
@Component
class TerminalPages implements VaadinServiceInitListener {
    private final TerminalPage page;

    TerminalPages(TerminalPage page) {
        this.page = page;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(page);
    }
}
