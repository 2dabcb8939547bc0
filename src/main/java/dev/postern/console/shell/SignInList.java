package dev.postern.console.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.VaadinSession;
import dev.postern.access.AccessRequest;
import dev.postern.identity.Caller;
import dev.postern.identity.SignedInBrowser;
import dev.postern.identity.SignedInBrowsers;
import java.util.Map;

/** The browsers somebody is signed in from, each of which can be signed out. One's own are everybody's to see and to end. */
public final class SignInList extends Div {
    private static final String LIST = "postern:ListSignIns";
    private static final String END = "postern:EndSignIn";

    private final SignedInBrowsers browsers;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final String user;
    private final Div rows = new Div();
    private final Button others = new Button(Texts.text("sign-ins.end.others"), _ -> confirmOthers());

    /** Of {@code user}, whose sign-ins {@code caller} {@linkplain #may may} see. */
    public SignInList(SignedInBrowsers browsers, Acting acting, Moments moments, Caller caller, String user) {
        this.browsers = browsers;
        this.acting = acting;
        this.moments = moments;
        this.caller = caller;
        this.user = user;
        rows.addClassName("rows");
        add(rows, others);
        refresh();
    }

    public static boolean may(Acting acting, Caller caller, String user) {
        return acting.may(caller, LIST, acting.account().user(user));
    }

    public void refresh() {
        rows.removeAll();
        var here = browsers.idOf(VaadinSession.getCurrent().getSession().getId());
        var mayEnd = acting.may(caller, END, arn());
        var all = browsers.of(user);
        for (var browser : all) rows.add(row(browser, browser.id().equals(here), mayEnd));
        if (all.isEmpty()) rows.add(new Span(Texts.text("sign-ins.none")));
        others.setVisible(mayEnd
                && all.stream().filter(browser -> !browser.id().equals(here)).count() > 1);
    }

    private Div row(SignedInBrowser browser, boolean here, boolean mayEnd) {
        var name = new Div(new Span(BrowserName.of(browser.userAgent())));
        if (here) name.add(badge("sign-ins.here", "badge-open"));
        if (browser.assurance().multiFactor()) name.add(badge("sign-ins.factors", "badge-own"));
        if (browser.provided()) name.add(badge("sign-ins.provided", "badge-own"));
        var facts = new Span(Texts.text(
                "sign-ins.facts",
                browser.address() == null ? Texts.text("sign-ins.nowhere") : browser.address(),
                moments.brief(browser.since()),
                moments.relative(browser.lastSeen())));
        facts.addClassName("quiet");
        var words = new Div(name, facts);
        words.addClassName("two");
        var row = new Div(words);
        row.addClassName("row");
        if (mayEnd && !here) {
            var end = new Button(Texts.text("sign-ins.end"), _ -> end(browser));
            end.setAriaLabel(Texts.text("sign-ins.end.which", BrowserName.of(browser.userAgent())));
            end.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            row.add(end);
        }
        return row;
    }

    private static Span badge(String key, String look) {
        var badge = new Span(Texts.text(key));
        badge.addClassNames("badge", look);
        return badge;
    }

    private void end(SignedInBrowser browser) {
        var facts = Map.of(
                "browser", BrowserName.of(browser.userAgent()), "signedInFrom", String.valueOf(browser.address()));
        acting.run(request().with(facts), () -> browsers.end(user, browser.id()));
        refresh();
    }

    private void confirmOthers() {
        Confirmation.ask(
                Texts.text("sign-ins.end.others.sure"),
                Texts.text("sign-ins.end.others.what"),
                Texts.text("sign-ins.end.others"),
                () -> {
                    var here = VaadinSession.getCurrent().getSession().getId();
                    acting.run(
                            request().with(Map.of("browser", "all others")), () -> browsers.signOutOthers(user, here));
                    refresh();
                });
    }

    private AccessRequest request() {
        return AccessRequest.of(caller, END, arn());
    }

    private String arn() {
        return acting.account().user(user);
    }
}
