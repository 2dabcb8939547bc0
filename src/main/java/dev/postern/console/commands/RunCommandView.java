package dev.postern.console.commands;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.postern.commands.Command;
import dev.postern.commands.CommandId;
import dev.postern.commands.CommandRefused;
import dev.postern.commands.Commands;
import dev.postern.commands.Commands.Query;
import dev.postern.commands.Targets;
import dev.postern.console.parameters.ParameterForm;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.RunnableDocuments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import dev.postern.session.documents.DocumentContent;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.Outline;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to run, where and how; then it runs. {@code ?nodes=mi-…,mi-…} has those ticked, {@code ?again=…} has everything as it was with that
 * command. What was typed stays until it was sent.
 */
@Route("commands/new")
@PermitAll
class RunCommandView extends Page implements BeforeEnterObserver {
    static final String NODES = "nodes";
    static final String AGAIN = "again";

    private static final String USUAL = "AWS-RunShellScript";

    private final Commands commands;
    private final SendableNodes nodes;
    private final Caller caller;
    private final ParameterForm form = new ParameterForm();
    private final DocumentChoice document;
    private final TargetChoice targets = new TargetChoice(this::tellTargets);
    private final Limits limits;
    private final Div problem = new Div();
    private final Span summary = new Span();
    private final Button run = new Button();

    RunCommandView(
            Commands commands,
            Documents documents,
            RunnableDocuments runnable,
            SendableNodes nodes,
            Acting acting,
            Moments moments,
            Live live) {
        super(Texts.text("commands.run"));
        this.commands = commands;
        this.nodes = nodes;
        this.caller = acting.caller();
        this.limits = new Limits(moments);
        this.document = new DocumentChoice(documents, runnable.of(caller), this::showParameters);
        back("commands", Texts.text("navigation.commands"));
        var denied = runnable.whyNone(caller);
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        addClassName("run-command");
        problem.addClassNames("callout", "callout-bad");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        run.addThemeVariants(ButtonVariant.PRIMARY);
        run.addClickListener(_ -> run());
        run.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).resetFocusOnActiveElement();
        add(
                panel("commands.what", document, form),
                panel("commands.where", targets),
                panel("commands.how", limits),
                bar());
        live.follow(this, this::showNodes);
        showNodes();
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(Texts.text(title)));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }

    private Div bar() {
        var leave = new Button(Texts.text("cancel"), _ -> UI.getCurrent().navigate(CommandsView.class));
        var bar = new Div(problem, summary, leave, run);
        bar.addClassName("run-bar");
        return bar;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var asked = event.getLocation().getQueryParameters();
        document.choose(USUAL, Commands.DEFAULT);
        asked.getSingleParameter(NODES).map(RunCommandView::ids).ifPresent(targets::choose);
        asked.getSingleParameter(AGAIN).flatMap(this::visible).ifPresent(this::fill);
        form.focus();
    }

    private static List<NodeId> ids(String list) {
        return List.of(list.split(",")).stream()
                .filter(NodeId::isValid)
                .map(NodeId::new)
                .toList();
    }

    private Optional<Command> visible(String id) {
        return CommandId.isValid(id)
                ? commands.visibleTo(caller, Query.of(new CommandId(id))).stream()
                        .findFirst()
                : Optional.empty();
    }

    private void fill(Command before) {
        if (!document.choose(before.document(), before.documentVersion()))
            Notices.problem(Texts.text("commands.again.gone", CommandLook.document(before)));
        form.fill(before.parameters());
        targets.fill(before.targets());
        limits.fill(before);
    }

    private void showParameters() {
        var content = document.content();
        form.show(content.map(DocumentContent::parameters).orElse(List.of()));
        targets.platforms(content.map(RunCommandView::platforms).orElse(Set.of()));
        tellTargets();
    }

    private static Set<String> platforms(DocumentContent content) {
        return content.version().outline().platforms().stream()
                .map(Outline.Platform::word)
                .collect(Collectors.toSet());
    }

    private void showNodes() {
        targets.show(nodes.of(caller));
        tellTargets();
    }

    private void tellTargets() {
        var meant = targets.meant().size();
        var away = targets.away();
        run.setText(meant == 0 ? Texts.text("commands.run.now") : Texts.text("commands.run.on", meant));
        summary.setText(away == 0 ? "" : Texts.text("commands.away", away));
        if (meant > 0) problem.setVisible(false);
    }

    private void run() {
        problem.setVisible(false);
        if (document.name().isEmpty()) {
            document.missing();
            return;
        }
        var parameters = form.values();
        if (parameters.isEmpty()) return;
        var where = targets.targets();
        if (where.isEmpty()) tell(Texts.text("commands.targets.missing"));
        else if (limits.check()) send(parameters.get(), where.get());
    }

    private void send(Map<String, List<String>> parameters, Targets where) {
        var send = new Commands.Send(
                document.name(),
                document.word(),
                null,
                parameters,
                where,
                limits.comment(),
                limits.deliverWithin(),
                limits.atOnce(),
                limits.errors(),
                Command.OutputPlace.NONE);
        try {
            Acting.said(commands.send(caller, send))
                    .ifPresent(sent -> UI.getCurrent().navigate("commands/" + sent.id()));
        } catch (CommandRefused refused) {
            tell(Texts.text("problem.rule", refused.text()));
        }
    }

    private void tell(String words) {
        problem.setText(words);
        problem.setVisible(true);
    }
}
