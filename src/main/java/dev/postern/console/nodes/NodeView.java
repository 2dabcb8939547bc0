package dev.postern.console.nodes;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.console.connect.BrowserDocuments;
import dev.postern.console.connect.ConnectMenu;
import dev.postern.console.nodes.ReachableNodes.Row;
import dev.postern.console.sessions.SessionTable;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.TagEditor;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import dev.postern.inventory.Nodes;
import dev.postern.session.Session;
import dev.postern.session.Sessions;
import dev.postern.webapp.WebApps;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One node: what it is, what runs on it, and what one may do to it. */
@Route("nodes/:id")
@PermitAll
class NodeView extends Page implements BeforeEnterObserver, AfterNavigationObserver {
    private static final int SESSIONS_SHOWN = 1_000;
    private static final int LONGEST_NAME = 256;

    private final ReachableNodes reachable;
    private final Nodes nodes;
    private final Sessions sessions;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Facts facts = new Facts();
    private final TagEditor tags = new TagEditor(new NodeTags());
    private final Div state = new Div();
    private final SessionTable table;
    private final Button connect = new Button(Texts.text("nodes.connect"));
    private final Button more = new Button(Glyph.DOWN.draw());
    private final BrowserDocuments documents;
    private final ConnectMenu menu;
    private final Span noSessions = new Span(Texts.text("node.sessions.none"));
    private @Nullable Row row;

    NodeView(
            ReachableNodes reachable,
            Nodes nodes,
            Sessions sessions,
            BrowserDocuments documents,
            WebApps apps,
            Acting acting,
            Moments moments,
            Live live) {
        super("");
        this.reachable = reachable;
        this.nodes = nodes;
        this.sessions = sessions;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.documents = documents;
        this.menu = new ConnectMenu(documents, apps, acting, caller);
        this.table = new SessionTable(acting, moments, caller, SessionTable.Of.ONE_NODE);
        back("", Texts.text("navigation.nodes"));
        connect.addThemeVariants(ButtonVariant.PRIMARY);
        connect.addClickListener(_ -> connect());
        more.getElement().setAttribute("aria-haspopup", "dialog");
        more.addClickListener(_ -> menu.open(more, shown().node()));
        state.addClassName("state-line");
        noSessions.addClassName("quiet");
        table.setAllRowsVisible(true);
        add(
                state,
                panel(Texts.text("node.facts"), facts),
                panel(Texts.text("node.tags"), tags),
                panel(Texts.text("node.sessions"), noSessions, table),
                menu);
        live.follow(this, this::refresh);
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var id = event.getRouteParameters().get("id").orElse("");
        if (!NodeId.isValid(id)) throw new NotFoundException(id);
        row = reachable.find(caller, new NodeId(id)).orElseThrow(() -> new NotFoundException(id));
        buttons();
        show();
    }

    /** An ended terminal's Reopen leads here with the document whose form is to be filled in: once, not at every reload. */
    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        event.getLocation().getQueryParameters().getSingleParameter("start").ifPresent(document -> {
            UI.getCurrent().getPage().getHistory().replaceState(null, "nodes/" + id().value());
            menu.choose(document, shown().node(), more);
        });
    }

    private Row shown() {
        var now = row;
        if (now == null) throw new IllegalStateException("no node shown yet");
        return now;
    }

    private void refresh() {
        var now = row;
        if (now == null) return;
        reachable
                .find(caller, now.node().id())
                .ifPresentOrElse(
                        found -> {
                            row = found;
                            show();
                        },
                        () -> UI.getCurrent().navigate(""));
    }

    /** Or says why not. */
    private void connect() {
        var node = shown().node();
        if (shown().start() instanceof Decision.Denied denied) acting.sayWhyNot(caller, node, denied);
        else acting.connect(caller, node.id());
    }

    private void buttons() {
        var arn = arn();
        var rename = new Button(Texts.text("node.rename"), _ -> askName());
        rename.setVisible(acting.may(caller, "postern:RenameNode", arn));
        var deregister = new Button(Texts.text("node.deregister"), _ -> confirmDeregister());
        deregister.addThemeVariants(ButtonVariant.ERROR);
        deregister.setVisible(acting.may(caller, "ssm:DeregisterManagedInstance", arn));
        var run = new Button(
                Texts.text("node.run"),
                _ -> UI.getCurrent().navigate("commands/new", QueryParameters.of("nodes", id().value())));
        run.setVisible(acting.may(caller, "ssm:SendCommand", arn));
        var both = new Div(connect, more);
        both.addClassName("connect-row");
        actions(both, run, rename, deregister);
    }

    private void show() {
        var shown = shown();
        var node = shown.node();
        title(node.name());
        var allowed = shown.start().allowed();
        connect.setText(Texts.text(allowed ? "nodes.connect" : "nodes.why-not"));
        connect.setEnabled(!allowed || shown.connectable());
        more.setAriaLabel(Texts.text("connect.with", node.name()));
        more.setTooltipText(Texts.text("connect.with", node.name()));
        more.setVisible(shown.connectable()
                && documents.all().stream().anyMatch(document -> documents.startable(caller, document, node)));
        state.removeAll();
        state.add(NodeLook.badge(node.status()));
        if (allowed && node.status() != NodeStatus.ONLINE) {
            state.add(new Span(
                    Texts.text(node.status() == NodeStatus.NEVER_CONNECTED ? "connect.never" : "connect.offline")));
        }
        var said = node.facts();
        facts.show()
                .id("node.id", node.id().value())
                .text("node.computer", said.computerName())
                .text("node.platform", NodeLook.platform(node))
                .id("node.address", said.address())
                .text("node.agent", (said.agentName() + " " + said.agentVersion()).strip())
                .text("node.registered", moments.exact(node.registeredAt()))
                .text("node.seen", node.lastSeen() == null ? "" : moments.exact(node.lastSeen()))
                .id("node.activation", node.activationId());
        tags.show(node.tags(), acting.may(caller, "ssm:AddTagsToResource", arn()));
        var here = Stream.of(true, false)
                .flatMap(live -> sessions.visibleTo(caller, live, SESSIONS_SHOWN).stream())
                .filter(session -> session.node().equals(node.id()))
                .limit(SessionTable.RECENT)
                .toList();
        showSessions(here);
    }

    private void showSessions(List<Session> here) {
        noSessions.setVisible(here.isEmpty());
        table.show(here, sessions.waiting());
    }

    private final class NodeTags implements TagEditor.Tags {
        @Override
        public void add(String key, String value) {
            var tag = Map.of(key, value);
            act(request("ssm:AddTagsToResource").giving(tag), () -> nodes.tag(id(), tag));
        }

        @Override
        public void remove(String key) {
            var keys = List.of(key);
            act(request("ssm:RemoveTagsFromResource").taking(keys), () -> nodes.untag(id(), keys));
        }
    }

    private void askName() {
        var dialog = new Dialog(Texts.text("node.rename"));
        var name = new TextField(Texts.text("node.name"));
        name.setValue(shown().node().name());
        name.setMaxLength(LONGEST_NAME);
        name.setWidthFull();
        name.setAutofocus(true);
        var save = new Button(Texts.text("save"), _ -> {
            if (act(
                    request("postern:RenameNode").with(Map.of("name", name.getValue())),
                    () -> nodes.rename(id(), name.getValue()))) {
                dialog.close();
            }
        });
        save.addThemeVariants(ButtonVariant.PRIMARY);
        save.addClickShortcut(Key.ENTER);
        dialog.add(name);
        dialog.getFooter().add(new Button(Texts.text("cancel"), _ -> dialog.close()), save);
        dialog.open();
    }

    private void confirmDeregister() {
        var node = shown().node();
        Confirmation.ask(
                Texts.text("node.deregister.sure", node.name()),
                Texts.text("node.deregister.what"),
                Texts.text("node.deregister"),
                () -> {
                    if (!acting.run(request("ssm:DeregisterManagedInstance"), () -> nodes.deregister(node.id())))
                        return;
                    UI.getCurrent().navigate("");
                });
    }

    private boolean act(AccessRequest request, Runnable effect) {
        var done = acting.run(request, effect);
        refresh();
        return done;
    }

    private AccessRequest request(String action) {
        return AccessRequest.of(caller, action, arn()).node(id().value());
    }

    private NodeId id() {
        return shown().node().id();
    }

    private String arn() {
        return acting.account().node(id().value());
    }
}
