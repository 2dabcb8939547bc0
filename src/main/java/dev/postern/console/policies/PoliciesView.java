package dev.postern.console.policies;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;

/** The account's managed policies: its own first, then those that come with Postern. */
@Route("policies")
@PermitAll
class PoliciesView extends Page {
    private final Policies policies;
    private final Acting acting;
    private final Caller caller;
    private final Grid<ManagedPolicy> grid = new Grid<>();
    private final Rows<ManagedPolicy> rows = new Rows<>(grid, ManagedPolicy::arn);

    PoliciesView(Policies policies, PolicyDeeds deeds, Acting acting, Live live) {
        super(Texts.text("policies.title"));
        this.policies = policies;
        this.acting = acting;
        this.caller = acting.caller();
        addClassName("page-grid");
        if (isDenied()) return;
        about(Texts.text("policies.about"));
        var create = new Button(Texts.text("policies.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> UI.getCurrent().navigate(WritePolicyView.class));
        create.setVisible(deeds.may(caller, "iam:CreatePolicy", acting.account().policy("*")));
        var simulator =
                new Button(Texts.text("simulator.title"), _ -> UI.getCurrent().navigate(SimulatorView.class));
        simulator.setVisible(
                deeds.may(caller, SimulatorView.SIMULATE, acting.account().user("*")));
        actions(simulator, create);
        columns();
        add(grid);
        live.follow(this, this::refresh);
        refresh();
    }

    /** Now, not when the page was opened: what one may no more, one sees no more. */
    private boolean isDenied() {
        var denied = acting.whyNot(caller, "iam:ListPolicies", acting.account().policy("*"));
        denied.ifPresent(this::denied);
        return denied.isPresent();
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<ManagedPolicy>of("""
                        <div class="cell-node"><div class="two"><a class="strong" href="${item.path}">${item.name}</a>
                        <span class="quiet">${item.description}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("name", ManagedPolicy::name)
                        .withProperty("path", policy -> PolicyLook.path(policy.name()))
                        .withProperty("description", ManagedPolicy::description)
                        .withProperty("more", policy -> PolicyLook.origin(policy) + " · " + attached(policy)))
                .setHeader(Texts.text("policies.policy"))
                .setFlexGrow(4)
                .setWidth("260px");
        var origin = grid.addColumn(
                        LitRenderer.<ManagedPolicy>of("<span class=\"badge badge-${item.look}\">${item.words}</span>")
                                .withProperty("look", policy -> policy.builtIn() ? "provided" : "own")
                                .withProperty("words", PolicyLook::origin))
                .setHeader(Texts.text("policies.origin"))
                .setFlexGrow(0)
                .setWidth("180px");
        var attached = grid.addColumn(this::attached)
                .setHeader(Texts.text("policies.attached"))
                .setFlexGrow(0)
                .setWidth("180px");
        Narrow.hide(grid, origin, attached);
    }

    private String attached(ManagedPolicy policy) {
        return PolicyLook.holders(policies.holders(policy.arn()).size());
    }

    private void refresh() {
        if (isDenied()) return;
        rows.show(policies.all().stream()
                .sorted(Comparator.comparing(ManagedPolicy::builtIn)
                        .thenComparing(ManagedPolicy::name, String.CASE_INSENSITIVE_ORDER))
                .toList());
    }
}
