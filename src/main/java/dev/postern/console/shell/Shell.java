package dev.postern.console.shell;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.component.page.Viewport;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.theme.aura.Aura;

/** What all pages share before there is a view in them. */
@Push
@StyleSheet(Aura.STYLESHEET)
@Viewport("width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content")
public class Shell implements AppShellConfigurator {
    /** The gate, in the page itself: a file would have to be let through for people who are not signed in. */
    private static final String ICON = "data:image/svg+xml,"
            + "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' r"
            + "x='8' fill='%230b7a6f'/%3E%3Cpath d='M7.5 25V15a8.5 8.5 0 0 1 17 0v10M12 25v-8.5a4 4 0 0 1 8 0V2"
            + "5M5.5 25h21' fill='none' stroke='%23fff' stroke-width='2.2' stroke-linecap='round' stroke-linejo"
            + "in='round'/%3E%3C/svg%3E";

    @Override
    public void configurePage(AppShellSettings settings) {
        settings.setPageTitle("Postern");
        settings.addMetaTag("color-scheme", "light dark");
        settings.addLink("icon", ICON);
    }
}
