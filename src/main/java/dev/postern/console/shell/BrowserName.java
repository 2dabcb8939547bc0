package dev.postern.console.shell;

import com.vaadin.flow.server.VaadinSession;
import ua_parser.Parser;

/** A browser as its user would call it: by what it says of itself, which nobody has to believe. */
public final class BrowserName {
    private static final String UNKNOWN = "Other";

    /** Its table takes a moment to read, and most pages never ask. */
    private static final class Table {
        static final Parser PARSER = new Parser();
    }

    private BrowserName() {}

    /** Of the browser that shows this page. */
    public static String here() {
        var userAgent = VaadinSession.getCurrent().getBrowser().getUserAgent();
        return of(userAgent == null ? "" : userAgent);
    }

    static String of(String userAgent) {
        if (userAgent.isBlank()) return Texts.text("browser.unknown");
        var browser = Table.PARSER.parseUserAgent(userAgent);
        if (browser.family.equals(UNKNOWN)) return userAgent;
        var name = browser.major == null ? browser.family : browser.family + " " + browser.major;
        var system = Table.PARSER.parseOS(userAgent);
        return system.family.equals(UNKNOWN) ? name : Texts.text("browser.name", name, system.family);
    }
}
