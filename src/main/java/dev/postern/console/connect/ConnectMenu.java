package dev.postern.console.connect;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.Node;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentRefused;
import dev.postern.webapp.WebApps;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the small button beside Connect opens: every other document one may start on the node, a click from its terminal. One for a page. */
public final class ConnectMenu extends Popover {
    /** More than these are worth searching. */
    private static final int SEARCHED = 7;

    private final BrowserDocuments documents;
    private final WebApps apps;
    private final Acting acting;
    private final Caller caller;

    public ConnectMenu(BrowserDocuments documents, WebApps apps, Acting acting, Caller caller) {
        this.documents = documents;
        this.apps = apps;
        this.acting = acting;
        this.caller = caller;
        setOpenOnClick(false);
        setPosition(PopoverPosition.BOTTOM_END);
        setModal(true);
        setAutofocus(true);
        addClassName("connect-menu");
    }

    /** Below the element with this id. */
    public void open(String anchor, Node node) {
        setTarget(null);
        setFor(anchor);
        offer(node);
        open();
    }

    public void open(Component anchor, Node node) {
        setTarget(anchor);
        offer(node);
        open();
    }

    private void offer(Node node) {
        removeAll();
        setAriaLabel(Texts.text("connect.with", node.name()));
        var offered = documents.all().stream()
                .filter(document -> documents.startable(caller, document, node))
                .toList();
        var heading = new Div(Texts.text("connect.with", node.name()));
        heading.addClassName("menu-heading");
        var choices = new Div();
        choices.addClassName("menu-choices");
        fill(choices, offered, node, "");
        add(heading);
        if (offered.size() > SEARCHED) add(search(choices, offered, node));
        add(choices);
    }

    private TextField search(Div choices, List<Document> offered, Node node) {
        var search = new TextField();
        search.setPlaceholder(Texts.text("connect.search"));
        search.setAriaLabel(Texts.text("connect.search"));
        search.setWidthFull();
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(change -> fill(choices, offered, node, change.getValue()));
        return search;
    }

    private void fill(Div choices, List<Document> offered, Node node, String wanted) {
        choices.removeAll();
        if (isMeant(Texts.text("webapp.menu") + " " + Texts.text("webapp.menu.what"), wanted)
                && documents.forwards(caller, node)) choices.add(webApp(node));
        offered.stream()
                .filter(document -> isMeant(
                        document.name() + " " + document.shown().outline().description(), wanted))
                .map(document -> choice(document, node))
                .forEach(choices::add);
        if (choices.getComponentCount() == 0) choices.add(new Span(Texts.text("connect.none")));
    }

    private static boolean isMeant(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted.strip().toLowerCase(Locale.ROOT));
    }

    private NativeButton webApp(Node node) {
        return choice(
                Texts.text("webapp.menu"),
                Texts.text("webapp.menu.what"),
                () -> new OpenWebApp(node, apps, caller).open());
    }

    private NativeButton choice(Document document, Node node) {
        return choice(document.name(), document.shown().outline().description(), () -> choose(document, node));
    }

    private NativeButton choice(String called, String what, Runnable chosen) {
        var choice = new NativeButton("", _ -> {
            close();
            chosen.run();
        });
        var name = new Span(called);
        name.addClassName("strong");
        choice.add(name);
        if (!what.isBlank()) {
            var quiet = new Span(what);
            quiet.addClassName("quiet");
            choice.add(quiet);
        }
        choice.addClassName("menu-choice");
        return choice;
    }

    private void choose(Document document, Node node) {
        try {
            var parameters = documents.parameters(document.name());
            if (parameters.isEmpty()) start(document, node, Map.of());
            else new StartDialog(document, parameters, node.name(), values -> start(document, node, values)).open();
        } catch (DocumentRefused broken) {
            Notices.problem(Texts.text("problem.rule", broken.text()));
        }
    }

    private boolean start(Document document, Node node, Map<String, List<String>> values) {
        return acting.connect(
                caller, new Sessions.Start(node.id(), document.name(), values, "", Session.Client.BROWSER));
    }
}
