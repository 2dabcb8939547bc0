package dev.postern.console.connect;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.SerializableRunnable;
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

    /** Up and down go through what can be chosen, from the search on. */
    private static final String ARROWS = """
            const all = () => [...this.querySelectorAll('vaadin-text-field, .menu-choice')];
            this.addEventListener('keydown', event => {
              const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              if (!step) return;
              const at = all().findIndex(each => each.contains(document.activeElement));
              all()[(at + step + all().length) % all().length]?.focus();
              event.preventDefault();
            });""";

    private static final String FIRST = "this.querySelector('vaadin-text-field, .menu-choice')?.focus()";

    private final BrowserDocuments documents;
    private final WebApps apps;
    private final Acting acting;
    private final Caller caller;
    /** Gives the focus back to what opened it, once a form it led to is closed. */
    private SerializableRunnable back = () -> {};

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
        // once it is open: at its opening it takes the focus itself
        addOpenedChangeListener(opening -> {
            if (opening.isOpened()) getElement().executeJs(FIRST);
        });
    }

    /** Below the element with this id. */
    public void open(String anchor, Node node) {
        setTarget(null);
        setFor(anchor);
        back = () -> UI.getCurrent().getPage().executeJs("document.getElementById($0)?.focus()", anchor);
        offer(node);
        open();
    }

    /** As if it had been chosen from the menu. */
    public void choose(String document, Node node, Button anchor) {
        back = anchor::focus;
        documents.all().stream()
                .filter(offered -> offered.name().equals(document) && documents.startable(caller, offered, node))
                .findFirst()
                .ifPresentOrElse(
                        offered -> choose(offered, node),
                        () -> Notices.problem(Texts.text("connect.gone", document, node.name())));
    }

    public void open(Button anchor, Node node) {
        setTarget(anchor);
        back = anchor::focus;
        offer(node);
        open();
    }

    private void offer(Node node) {
        removeAll();
        setAriaLabel(Texts.text("connect.with", node.name()));
        var offered = documents.all().stream()
                .filter(document -> documents.startable(caller, document, node))
                .toList();
        // names need not be unique
        var id = new Span(node.id().value());
        id.addClassName("mono");
        var heading = new Div(new Span(Texts.text("connect.with", node.name())), id);
        heading.addClassName("menu-heading");
        var choices = new Div();
        choices.addClassName("menu-choices");
        fill(choices, offered, node, "");
        var content = new Div(heading);
        if (offered.size() > SEARCHED) content.add(search(choices, offered, node));
        content.add(choices);
        content.getElement().executeJs(ARROWS);
        add(content);
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
                () -> open(new OpenWebApp(node, apps, caller)));
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
            else open(new StartDialog(document, parameters, node.name(), values -> start(document, node, values)));
        } catch (DocumentRefused broken) {
            Notices.problem(Texts.text("problem.rule", broken.text()));
        }
    }

    private void open(Dialog dialog) {
        dialog.addOpenedChangeListener(change -> {
            if (!change.isOpened()) back.run();
        });
        dialog.open();
    }

    private boolean start(Document document, Node node, Map<String, List<String>> values) {
        return acting.connect(
                caller, new Sessions.Start(node.id(), document.name(), values, "", Session.Client.BROWSER));
    }
}
