package dev.postern.console.commands;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.postern.commands.Command;
import dev.postern.commands.CommandId;
import dev.postern.commands.CommandRefused;
import dev.postern.commands.CommandStatus;
import dev.postern.commands.Commands;
import dev.postern.commands.Commands.Query;
import dev.postern.commands.StepResult;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.RunnableDocuments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One command: how far it is on each of its nodes, and what they wrote, while it runs. */
@Route("commands/:id")
@PermitAll
class CommandView extends Page implements BeforeEnterObserver {
    private final Commands commands;
    private final RunnableDocuments runnable;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Span badge = new Span();
    private final TallyBar tally = new TallyBar();
    private final InvocationList list = new InvocationList(this::showChosen);
    private final InvocationPanel panel;
    private final Div results;
    private final Div nobody = nothing(Glyph.SEARCH, Texts.text("commands.nobody"), Texts.text("commands.nobody.how"));
    private final Div denied = new Div();
    // made once: a button that is replaced while somebody presses it has not been pressed
    private final Button again = new Button(Texts.text("commands.again"), _ -> again());
    private final Button cancel = new Button(Texts.text("commands.cancel"), _ -> confirmCancel());
    private final Facts facts = new Facts();
    private final Div given = new Div();
    private @Nullable Command command;

    CommandView(Commands commands, RunnableDocuments runnable, Acting acting, Moments moments, Live live) {
        super("");
        this.commands = commands;
        this.runnable = runnable;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.panel = new InvocationPanel(moments, this::cancelOn);
        back("commands", Texts.text("navigation.commands"));
        cancel.addThemeVariants(ButtonVariant.ERROR);
        actions(again, cancel);
        var state = new Div(badge, tally);
        state.addClassName("state-line");
        results = new Div(list, panel);
        results.addClassName("results");
        denied.addClassName("callout");
        given.addClassName("given");
        var sent = new Div(new H2(Texts.text("commands.asked")), given, facts);
        sent.addClassName("panel");
        add(state, denied, results, nobody, sent);
        live.followCommands(this, this::refresh);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var id = event.getRouteParameters().get("id").orElse("");
        var found = visible(id).orElseThrow(() -> new NotFoundException(id));
        command = found;
        showGiven(found);
        show(found);
    }

    private Optional<Command> visible(String id) {
        return CommandId.isValid(id)
                ? commands.visibleTo(caller, Query.of(new CommandId(id))).stream()
                        .findFirst()
                : Optional.empty();
    }

    private void refresh() {
        var was = command;
        if (was == null) return;
        visible(was.id().value()).ifPresent(found -> {
            command = found;
            show(found);
        });
    }

    private void show(Command shown) {
        title(CommandLook.title(shown));
        badge.setText(CommandLook.words(shown.status()));
        badge.setClassName("badge badge-" + CommandLook.key(shown.status()));
        tally.show(shown.tally());
        buttons(shown);
        showFacts(shown);
        var invocations = commands.invocationsVisibleTo(caller, Query.of(shown.id()));
        results.setVisible(!invocations.isEmpty());
        nobody.setVisible(invocations.isEmpty());
        var whyNot = whyNotRead(shown);
        denied.setText(
                whyNot.map(why -> Texts.text("commands.output.denied", why)).orElse(""));
        denied.setVisible(whyNot.isPresent());
        list.show(invocations, whyNot.isEmpty() ? commands.glimpses(shown.id()) : Map.of());
        showChosen();
    }

    private void showChosen() {
        var shown = command;
        var chosen = list.chosen();
        panel.setVisible(chosen.isPresent());
        if (shown == null || chosen.isEmpty()) return;
        var invocation = chosen.get();
        var steps = whyNotRead(shown).isEmpty() ? commands.steps(shown.id(), invocation.node()) : List.<StepResult>of();
        panel.show(invocation, steps, mayCancel(shown) && shown.tally().targets() > 1);
    }

    private Optional<String> whyNotRead(Command shown) {
        return acting.whyNot(caller, commands.leg("ssm:GetCommandInvocation", caller, shown))
                .map(Refusal::because);
    }

    private boolean mayCancel(Command shown) {
        return acting.may(caller, commands.leg("ssm:CancelCommand", caller, shown));
    }

    private void buttons(Command shown) {
        again.setVisible(runnable.any(caller));
        cancel.setVisible(!shown.status().over() && mayCancel(shown));
        cancel.setEnabled(shown.status() != CommandStatus.CANCELLING);
    }

    private void again() {
        var shown = command;
        if (shown != null)
            UI.getCurrent()
                    .navigate(
                            RunCommandView.class,
                            QueryParameters.of(RunCommandView.AGAIN, shown.id().value()));
    }

    private void confirmCancel() {
        Confirmation.ask(
                Texts.text("commands.cancel.sure"),
                Texts.text("commands.cancel.what"),
                Texts.text("commands.cancel"),
                () -> cancel(Set.of()));
    }

    private void cancelOn(NodeId node) {
        Confirmation.ask(
                Texts.text("commands.cancel.here.sure"),
                Texts.text("commands.cancel.here.what"),
                Texts.text("commands.cancel.here"),
                () -> cancel(Set.of(node)));
    }

    private void cancel(Set<NodeId> nodes) {
        var shown = command;
        if (shown == null) return;
        try {
            if (Acting.said(commands.cancel(caller, shown.id(), nodes)).isPresent())
                Notices.done(Texts.text("commands.cancelled"));
        } catch (CommandRefused refused) {
            Notices.problem(Texts.text("problem.rule", refused.text()));
        }
        refresh();
    }

    /** What never changes: drawn once. */
    private void showGiven(Command shown) {
        given.removeAll();
        shown.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(parameter -> {
                    var text = String.join("\n", parameter.getValue());
                    var name = new Span(parameter.getKey());
                    name.addClassName("quiet");
                    given.add(name, new dev.postern.console.shell.Command(text));
                });
    }

    private void showFacts(Command shown) {
        facts.show()
                .text("commands.document", CommandLook.document(shown))
                .text("commands.targets", CommandLook.targets(shown))
                .text("commands.by", shown.ownerName())
                .text("commands.sent", moments.exact(shown.requestedAt()))
                .text("commands.over.at", shown.status().over() ? moments.exact(shown.since()) : "")
                .text("commands.took", shown.status().over() ? moments.span(shown.duration(moments.now())) : "")
                .text("commands.at-once", shown.mostAtOnce().text())
                .text("commands.errors", shown.mostErrors().text())
                .text("commands.wait", moments.span(shown.deliverWithin()))
                .id("commands.id", shown.id().value());
    }
}
