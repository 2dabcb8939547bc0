package dev.postern.console.roles;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.Acquaintances;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.SearchField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import jakarta.annotation.security.PermitAll;
import java.util.Locale;

/** What one may be for a while, by temporary credentials. */
@Route("roles")
@PermitAll
class RolesView extends Page {
    private final Roles roles;
    private final RoleDeeds deeds;
    private final Policies policies;
    private final Users users;
    private final Acquaintances acquaintances;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Grid<Role> grid = new Grid<>();
    private final Rows<Role> rows = new Rows<>(grid, Role::id);
    private final SearchField search = new SearchField("roles.search", this::refresh);
    private final Div tools = new Div(search);
    private final Div none;
    private final Div noMatch = nothing(
            Glyph.SEARCH,
            Texts.text("roles.no-match"),
            Texts.text("roles.no-match.how"),
            new Button(Texts.text("roles.see-all"), _ -> search.clear()));
    private final boolean mayCreate;
    /** The same one as long as the page is there: a button that is replaced loses the focus. */
    private final Button create;

    RolesView(
            Roles roles,
            RoleDeeds deeds,
            Policies policies,
            Users users,
            Acquaintances acquaintances,
            Acting acting,
            Moments moments,
            Live live) {
        super(Texts.text("roles.title"));
        this.roles = roles;
        this.deeds = deeds;
        this.policies = policies;
        this.users = users;
        this.acquaintances = acquaintances;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.mayCreate = acting.may(caller, "iam:CreateRole", acting.account().role("*"));
        this.create = create();
        this.none = nothing(Glyph.ROLES, Texts.text("roles.none"), Texts.text("roles.none.how"), create());
        addClassName("page-grid");
        if (isDenied()) return;
        about(Texts.text("roles.about"));
        search();
        columns();
        actions(create);
        add(tools, grid, none, noMatch);
        live.follow(this, this::refresh);
        refresh();
    }

    private void search() {
        tools.addClassName("tools");
    }

    private Button create() {
        var create = new Button(Texts.text("roles.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open());
        create.setVisible(mayCreate);
        return create;
    }

    private void open() {
        open(
                new CreateRole(roles, deeds, policies, users, acquaintances, acting, moments, caller, this::refresh),
                create);
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Role>of("""
                        <div class="cell-node"><div class="two"><a class="strong" href="${item.path}">${item.name}</a><span class="quiet mono">${item.arn}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("path", role -> Place.of("roles", role.name()))
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
                        .withProperty("look", this::look)
                        .withProperty("words", this::may))
                .setHeader(Texts.text("roles.may"))
                .setFlexGrow(1)
                .setWidth("200px");
        var longest = grid.addColumn(role -> moments.span(role.longest()))
                .setHeader(Texts.text("roles.longest"))
                .setFlexGrow(0)
                .setWidth("130px");
        grid.addColumn(LitRenderer.<Role>of(
                                "<vaadin-button theme=\"tertiary error\" ?hidden=\"${!item.may}\" aria-label=\"${item.of}\" @click=\"${ask}\">${item.label}</vaadin-button>")
                        .withProperty("label", _ -> Texts.text("delete"))
                        .withProperty("may", role -> deeds.may(caller, "iam:DeleteRole", role.name()))
                        .withProperty("of", role -> Texts.text("roles.delete.of", role.name()))
                        .withFunction("ask", this::confirmDelete))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("110px");
        Narrow.hide(grid, trust, may, longest);
    }

    /** Told to who may list what it has. */
    private String may(Role role) {
        var subject = Subject.role(role.name());
        if (!mayList(role)) return "";
        return isAdministrator(role) ? RoleLook.may(true) : RoleLook.policies(policies.attached(subject), inline(role));
    }

    private String look(Role role) {
        return mayList(role) && isAdministrator(role) ? "failed" : "provided";
    }

    private boolean mayList(Role role) {
        return deeds.may(caller, "iam:ListAttachedRolePolicies", role.name());
    }

    private int inline(Role role) {
        return deeds.may(caller, "iam:ListRolePolicies", role.name())
                ? policies.inline(Subject.role(role.name())).size()
                : 0;
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
                () -> {
                    if (deeds.delete(caller, role)) refresh();
                });
    }

    /** Now, not when the page was opened: what one may no more, one sees no more. */
    private boolean isDenied() {
        var denied = acting.whyNot(caller, "iam:ListRoles", acting.account().role("*"));
        denied.ifPresent(this::denied);
        return denied.isPresent();
    }

    private void refresh() {
        if (isDenied()) return;
        var all = roles.all();
        var words = search.getValue().strip().toLowerCase(Locale.ROOT);
        var shown = all.stream()
                .filter(role -> (role.name() + " " + role.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(words))
                .toList();
        rows.show(shown);
        tools.setVisible(!all.isEmpty());
        grid.setVisible(!shown.isEmpty());
        none.setVisible(all.isEmpty());
        noMatch.setVisible(shown.isEmpty() && !all.isEmpty());
        create.setVisible(mayCreate && !all.isEmpty());
    }
}
