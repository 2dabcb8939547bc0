package dev.postern.console.commands;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.postern.commands.Invocation;
import dev.postern.commands.StepResult;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command on one node: where it stands and what it wrote, growing in place. */
final class InvocationPanel extends Div {
    private final Moments moments;
    private final H2 name = new H2();
    private final Span id = new Span();
    private final Span badge = new Span();
    private final Span when = new Span();
    private final Div trace = new Div();
    private final Div steps = new Div();
    private final Button cancel = new Button(Texts.text("commands.cancel.here"));
    private final Map<String, StepPanel> panels = new LinkedHashMap<>();
    private @Nullable NodeId node;

    InvocationPanel(Moments moments, Consumer<NodeId> cancelled) {
        this.moments = moments;
        addClassNames("panel", "invocation");
        badge.addClassName("badge");
        when.addClassName("quiet");
        trace.addClassName("callout");
        cancel.addThemeVariants(ButtonVariant.ERROR, ButtonVariant.SMALL);
        cancel.addClickListener(_ -> {
            if (node != null) cancelled.accept(node);
        });
        id.addClassNames("quiet", "mono");
        var head = new Div(name, id, badge, when, cancel);
        head.addClassName("invocation-head");
        add(head, trace, steps);
    }

    /** @param mayCancel whether it can be cancelled here alone */
    void show(Invocation invocation, List<StepResult> results, boolean mayCancel) {
        if (!invocation.node().equals(node)) begin(invocation);
        var status = invocation.status();
        badge.setText(CommandLook.words(status));
        badge.setClassName("badge badge-" + CommandLook.key(status));
        when.setText(moments.relative(invocation.since()));
        trace.setText(invocation.trace());
        trace.setVisible(!invocation.trace().isBlank());
        cancel.setVisible(mayCancel && !status.over());
        for (var result : results)
            panels.computeIfAbsent(result.name(), of -> added(of, results.size() > 1))
                    .show(result);
        steps.setVisible(invocation.deliveredAt() != null);
    }

    private void begin(Invocation invocation) {
        node = invocation.node();
        name.removeAll();
        var link = new Anchor("nodes/" + invocation.node(), invocation.nodeName());
        link.addClassName("strong");
        name.add(link);
        id.setText(invocation.node().value());
        panels.clear();
        steps.removeAll();
    }

    private StepPanel added(String of, boolean named) {
        var panel = new StepPanel(of, named, moments);
        steps.add(panel);
        return panel;
    }
}
