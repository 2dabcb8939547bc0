package dev.postern.console.roles;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.access.AccessRequest;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import jakarta.annotation.security.PermitAll;
import java.util.Map;

/** What one may be for a while, by temporary credentials. */
@Route("roles")
@PermitAll
class RolesView extends Page {
    private final Roles roles;
    private final Policies policies;
    private final Users users;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Grid<Role> grid = new Grid<>();
    private final Rows<Role> rows = new Rows<>(grid, Role::id);
    private final Div none;
    private final boolean mayCreate;
    /** The same one as long as the page is there: a button that is replaced loses the focus. */
    private final Button create;

    RolesView(Roles roles, Policies policies, Users users, Acting acting, Moments moments) {
        super(Texts.text("roles.title"));
        this.roles = roles;
        this.policies = policies;
        this.users = users;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.mayCreate = acting.may(caller, "iam:CreateRole", acting.account().role("*"));
        this.create = create();
        this.none = nothing(Glyph.ROLES, Texts.text("roles.none"), Texts.text("roles.none.how"), create());
        addClassName("page-grid");
        var denied = acting.whyNot(caller, "iam:ListRoles", acting.account().role("*"));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("roles.about"));
        columns();
        actions(create);
        add(grid, none);
        refresh();
    }

    private Button create() {
        var create = new Button(Texts.text("roles.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open());
        create.setVisible(mayCreate);
        return create;
    }

    private void open() {
        open(new CreateRole(roles, policies, users, acting, moments, caller, this::refresh), create);
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Role>of("""
                        <div class="cell-node"><div class="two"><span class="strong">${item.name}</span><span class="quiet mono">${item.arn}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("name", Role::name)
                        .withProperty("arn", role -> acting.account().role(role.name()))
                        .withProperty("more", role -> may(role) + " · " + RoleLook.trust(role)))
                .setHeader(Texts.text("roles.role"))
                .setFlexGrow(2)
                .setWidth("220px");
        var trust = grid.addColumn(RoleLook::trust)
                .setHeader(Texts.text("roles.trust"))
                .setFlexGrow(2)
                .setWidth("220px");
        var may = grid.addColumn(LitRenderer.<Role>of("<span class=\"badge badge-${item.look}\">${item.words}</span>")
                        .withProperty("look", role -> isAdministrator(role) ? "failed" : "open")
                        .withProperty("words", this::may))
                .setHeader(Texts.text("roles.may"))
                .setFlexGrow(0)
                .setWidth("160px");
        var longest = grid.addColumn(role -> moments.span(role.longest()))
                .setHeader(Texts.text("roles.longest"))
                .setFlexGrow(0)
                .setWidth("130px");
        grid.addColumn(LitRenderer.<Role>of(
                                "<vaadin-button theme=\"tertiary error\" aria-label=\"${item.of}\" @click=\"${ask}\">${item.label}</vaadin-button>")
                        .withProperty("label", _ -> Texts.text("delete"))
                        .withProperty("of", role -> Texts.text("roles.delete.of", role.name()))
                        .withFunction("ask", this::confirmDelete))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("110px");
        Narrow.hide(grid, trust, may, longest);
    }

    private String may(Role role) {
        var subject = Subject.role(role.name());
        return isAdministrator(role)
                ? RoleLook.may(true)
                : RoleLook.policies(
                        policies.attached(subject), policies.inline(subject).size());
    }

    private boolean isAdministrator(Role role) {
        return policies.attached(Subject.role(role.name())).stream()
                .anyMatch(policy -> policy.arn().equals(Policies.ADMINISTRATOR));
    }

    private void confirmDelete(Role role) {
        Confirmation.ask(
                Texts.text("roles.delete.sure"),
                Texts.text("roles.delete.what", role.name()),
                Texts.text("delete"),
                () -> delete(role));
    }

    private void delete(Role role) {
        var request = AccessRequest.of(
                        caller, "iam:DeleteRole", acting.account().role(role.name()))
                .with(Map.of("roleId", role.id()));
        acting.run(request, () -> {
            var subject = Subject.role(role.name());
            for (var policy : policies.attached(subject)) policies.detach(subject, policy.arn());
            for (var name : policies.inline(subject).keySet()) policies.deleteInline(subject, name);
            if (policies.boundary(subject).isPresent()) policies.removeBoundary(subject);
            roles.delete(role.id());
        });
        refresh();
    }

    private void refresh() {
        var all = roles.all();
        rows.show(all);
        grid.setVisible(!all.isEmpty());
        none.setVisible(all.isEmpty());
        create.setVisible(mayCreate && !all.isEmpty());
    }
}
